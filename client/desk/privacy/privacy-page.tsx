import column from '../settings/column.module.css';
import { ExportsPart } from './exports-part.tsx';
import { HoldsPart } from './holds-part.tsx';
import { RulesPart } from './rules-part.tsx';
import { t } from './words.ts';

export function PrivacyPage() {
  return (
    <main id="talk" class={column.column}>
      <h2>{t('title')}</h2>
      <p>{t('intro')}</p>
      <RulesPart />
      <HoldsPart />
      <ExportsPart />
    </main>
  );
}
