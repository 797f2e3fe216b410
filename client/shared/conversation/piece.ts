/** A parsed message is a tree of pieces and plain text. */
export type Tag = 'p' | 'br' | 'strong' | 'em' | 's' | 'code' | 'pre' | 'blockquote' | 'ul' | 'ol' | 'li' | 'a';
export interface Piece {
  tag: Tag;
  parts: Part[];
  href?: string;
  /** For an `li` in an `ol`: the number as written. */
  value?: number;
  /** What stands after the opening fence of a `pre`. */
  language?: string;
  /** What was written before and after the parts: marks, and for a block the line breaks above it. */
  opens?: string;
  closes?: string;
}
export type Part = string | Piece;
