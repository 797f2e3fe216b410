/** A child process that decodes an uploaded image and writes it again without metadata. */
import sharp, { type Metadata, type Sharp } from 'sharp';
import { type ImageJob, type ImageResult, PIXELS_MOST, THUMBNAIL } from './images.ts';

const SECONDS_MOST = 30;
// No image is decoded twice, so a cache would only cost memory.
sharp.cache(false);
sharp.concurrency(1);

// Only the server sends messages to this process.
process.on('message', (job: ImageJob) => {
  encode(job).then(
    (result) => process.send?.(result),
    () => process.send?.({ is: 'unreadable' } satisfies ImageResult),
  );
});
// Ends with the server, even after a crash.
process.on('disconnect', () => process.exit());

async function encode(job: ImageJob): Promise<ImageResult> {
  const { path, out } = job;
  // Reads only the header, so that the size is checked before anything is decoded.
  const found = await sharp(path, { limitInputPixels: false }).metadata();
  const [width, height] = [found.width, found.pageHeight ?? found.height];
  if (width * height > PIXELS_MOST) return { is: 'too_large', width, height };
  if ('square' in job) return squareOf(job);

  const { type, thumbnail } = job;
  const moves = isAnimation(found) && width * height * (found.pages ?? 1) <= PIXELS_MOST;
  const picture = sharp(path, { animated: moves, limitInputPixels: PIXELS_MOST });
  // Not for animations: every frame would have to be rotated, and cameras produce none.
  if (!moves) picture.autoOrient();
  const info = await encoded(picture, type).timeout({ seconds: SECONDS_MOST }).toFile(out);
  const size = { width: info.width, height: info.pageHeight ?? info.height };

  const hasThumbnail = size.width > THUMBNAIL.width || size.height > THUMBNAIL.height;
  if (hasThumbnail) {
    await sharp(path, { limitInputPixels: PIXELS_MOST })
      .autoOrient()
      .resize({ ...THUMBNAIL, fit: 'inside' })
      .webp({ quality: 78 })
      .timeout({ seconds: SECONDS_MOST })
      .toFile(thumbnail);
  }
  return { is: 'image', type: type === 'image/avif' ? 'image/webp' : type, ...size, hasThumbnail };
}

/** The first frame, cut to what draws the eye, such as a face. What is transparent becomes white: initials stand behind it. */
async function squareOf({ path, out, square }: Extract<ImageJob, { square: number }>): Promise<ImageResult> {
  await sharp(path, { limitInputPixels: PIXELS_MOST })
    .autoOrient()
    .resize(square, square, { fit: 'cover', position: sharp.strategy.attention })
    .flatten({ background: '#fff' })
    .webp({ quality: 82 })
    .timeout({ seconds: SECONDS_MOST })
    .toFile(out);
  return { is: 'image', type: 'image/webp', width: square, height: square, hasThumbnail: false };
}

const isAnimation = ({ format, pages = 1 }: Metadata) => pages > 1 && (format === 'gif' || format === 'webp');

/** Keeps the format, except AVIF: encoding it takes seconds, and every browser that reads AVIF reads WebP. */
function encoded(picture: Sharp, type: string) {
  if (type === 'image/png') return picture.png();
  if (type === 'image/jpeg') return picture.jpeg({ quality: 88 });
  if (type === 'image/gif') return picture.gif();
  return picture.webp({ quality: 88 });
}
