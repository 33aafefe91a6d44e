import type { Data, Layout } from "plotly.js-dist";
import { checkInteger, checkLength } from "../data/checks";
import { type Samples, samplesOf } from "../data/samples";
import type { Figure } from "./figure";
import { mosaic, type Tiling } from "./mosaic";
import { FIGURE_WIDTH, template } from "./template";
import { plotlyText } from "./wording";

/** What stands around the images of a grid. */
export interface ImageGridOptions {
  /** The figure's heading. */
  readonly title: string;
  /** What the figure shows, in words and numbers. */
  readonly caption: string;
  /** A short text below each image, such as its label, with "\n" between its lines. */
  readonly captions?: readonly string[];
  /** What the pointer reads over each image, likewise; default: its position. */
  readonly hover?: readonly string[];
  /** Images in a row, from 1; default 10. */
  readonly columns?: number;
}

/** Room for the heading, in pixels of the page. */
const TITLE_HEIGHT = 48;
/** The gap below a row without captions and with them, as a share of an image's width. */
const GAP = 0.1;
const CAPTION_GAP = 0.36;
/** Where a caption begins below its image, as that share too. */
const CAPTION_DROP = 0.03;

/**
 * Images in rows, as one picture, for any number of them: the original's `plt.subplot` grid.
 * @param images shape [nImages, height, width] or [nImages, height, width, 1]; bytes, or floats
 *   from 0 to 1, drawn as `mosaic` says; values outside are drawn as the nearer of these, NaN as a hole
 * @param options heading, caption, and what stands below and over each image
 * @throws RangeError when the images have no height and width, or a list's length is not nImages
 */
export function imageGrid(images: Samples, options: ImageGridOptions): Figure {
  const { title, caption, captions, hover, columns = 10 } = options;
  const nImages = images.shape[0];
  checkGrid(images, options, columns);
  const tiling = tilingOf(images, columns, captions ? CAPTION_GAP : GAP);
  const texts = hover ?? Array.from({ length: nImages }, (_, i) => `image ${i + 1} of ${nImages}`);
  const data: Data[] = [pictureTrace(images, tiling), hoverTrace(texts, tiling)];
  if (captions) data.push(captionTrace(captions, tiling));
  const width = columns * tiling.pitchX;
  const height = tiling.rows * tiling.pitchY;
  const layout: Partial<Layout> = {
    template,
    width: FIGURE_WIDTH,
    height: Math.round((FIGURE_WIDTH * height) / width) + TITLE_HEIGHT,
    title: { text: title },
    showlegend: false,
    margin: { t: TITLE_HEIGHT, r: 0, b: 0, l: 0 },
    hoverdistance: 100,
    xaxis: { visible: false, range: [0, width], fixedrange: true },
    yaxis: { visible: false, range: [height, 0], fixedrange: true, scaleanchor: "x" },
  };
  return { data, layout, caption };
}

function checkGrid(images: Samples, { captions, hover }: ImageGridOptions, columns: number): void {
  const [nImages, height, width, channels = 1] = images.shape;
  if (!(height > 0 && width > 0 && channels === 1 && images.shape.length <= 4)) {
    throw new RangeError(
      `shape=[${images.shape}] must be [nImages, height, width] or [nImages, height, width, 1]; reshape the rows first`,
    );
  }
  samplesOf(images.data, images.shape);
  checkInteger("columns", columns, 1, "the original's grid has 10");
  for (const [name, texts] of Object.entries({ captions, hover })) {
    if (texts) checkLength(name, texts, ["nImages", nImages]);
  }
}

function tilingOf(images: Samples, columns: number, gapBelow: number): Tiling {
  const [nImages, height, width] = images.shape;
  return {
    columns,
    rows: Math.max(1, Math.ceil(nImages / columns)),
    pitchX: width + Math.max(1, Math.round(GAP * width)),
    pitchY: height + Math.max(1, Math.round(gapBelow * width)),
    width,
    height,
  };
}

function pictureTrace(images: Samples, tiling: Tiling): Data {
  // Plotly centres the first pixel on x0, y0: half a pixel in, the picture begins at 0.
  const place = { x0: 0.5, y0: 0.5, dx: 1, dy: 1 };
  return {
    type: "image",
    source: mosaic(images, tiling),
    zsmooth: "fast",
    hoverinfo: "skip",
    ...place,
  };
}

function hoverTrace(texts: readonly string[], tiling: Tiling): Data {
  return {
    type: "scatter",
    mode: "markers",
    marker: { opacity: 0 },
    ...places(texts.length, tiling, tiling.height / 2),
    text: texts.map(plotlyText),
    hoverinfo: "text",
  };
}

function captionTrace(captions: readonly string[], tiling: Tiling): Data {
  return {
    type: "scatter",
    mode: "text",
    ...places(captions.length, tiling, tiling.height + CAPTION_DROP * tiling.width),
    text: captions.map(plotlyText),
    textposition: "bottom center",
    hoverinfo: "skip",
  };
}

function places(length: number, { columns, pitchX, pitchY, width }: Tiling, below: number) {
  return {
    x: Array.from({ length }, (_, i) => (i % columns) * pitchX + width / 2),
    y: Array.from({ length }, (_, i) => Math.floor(i / columns) * pitchY + below),
  };
}
