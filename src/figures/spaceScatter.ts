import { checkInteger, checkLabels, checkLength, checkPositions } from "../data/checks";
import { nFeatures, type Samples } from "../data/samples";
import type { Figure } from "./figure";
import { chartLayout } from "./template";
import { count, plotlyText } from "./wording";

/** Twelve colours that differ in hue and brightness; more classes begin again. */
const COLOURS = [
  "#0072B2",
  "#E69F00",
  "#009E73",
  "#D55E00",
  "#CC79A7",
  "#56B4E9",
  "#9A8B00",
  "#7F3C8D",
  "#7F7F7F",
  "#A0522D",
  "#11A579",
  "#3969AC",
];

/** Room for the legend's longest name, "labelled", in pixels. */
const LEGEND_WIDTH = 120;

/** Which coordinates are shown, and of how many points. */
export interface SpaceScatterOptions {
  /** The two coordinates, each from 0; default the first that differ among points of one piece, 1 and 2. */
  readonly axes?: readonly [number, number];
  /** Points at most, evenly taken from all; default 2000. */
  readonly most?: number;
}

/**
 * Where images lie along two coordinates of a space, coloured by class, the labelled ones marked.
 * @param points coordinates, shape [nImages, nCoordinates]
 * @param labels the class of each image, its position in classNames
 * @param representatives the images that were labelled
 * @param classNames the name of each class
 * @param options which coordinates, how many points
 * @throws RangeError when there is no such coordinate, or the lists do not belong together
 */
export function spaceScatter(
  points: Samples,
  labels: ArrayLike<number>,
  representatives: ArrayLike<number>,
  classNames: readonly string[],
  { axes, most = 2000 }: SpaceScatterOptions = {},
): Figure {
  const [across, up] = axesOf(points, axes);
  checkInteger("most", most, 1, "say how many points to show");
  const [nImages] = points.shape;
  checkLength("labels", labels, ["nImages", nImages]);
  checkLabels("labels", labels, classNames.length);
  const remedy = "mark images that there are";
  checkPositions("representatives", representatives, ["nImages", nImages], remedy);
  const shown = someOf(points.shape[0], most);
  const at = (i: number, axis: number) =>
    Number(points.data[i * nFeatures(points) + axis].toPrecision(3));
  const trace = (indices: number[]) => ({
    type: "scatter" as const,
    mode: "markers" as const,
    x: indices.map((i) => at(i, across)),
    y: indices.map((i) => at(i, up)),
  });
  const marked = Array.from(representatives);
  return {
    data: [
      ...classNames.map((name, label) => ({
        ...trace(shown.filter((i) => labels[i] === label)),
        name: plotlyText(name),
        hovertemplate: "class %{fullData.name}<extra></extra>",
        marker: { size: 4, color: COLOURS[label % COLOURS.length] },
      })),
      {
        ...trace(marked),
        name: "labelled",
        text: marked.map((i) => plotlyText(classNames[labels[i]])),
        hovertemplate: "labelled, class %{text}<extra></extra>",
        marker: { size: 9, symbol: "x-thin-open" as const, color: "rgb(128, 128, 128)" },
      },
    ],
    layout: layoutOf(across, up),
    caption: `${count(shown.length)} of ${count(points.shape[0])} images along coordinates ${across + 1} and ${up + 1}, coloured by their true class; crosses mark the ${marked.length} labelled ones.`,
  };
}

function axesOf(points: Samples, axes?: SpaceScatterOptions["axes"]): [across: number, up: number] {
  const nCoordinates = nFeatures(points);
  const [across, up] = axes ?? [1, 2].map((axis) => Math.min(axis, nCoordinates - 1));
  const remedy = "choose among the space's coordinates";
  checkPositions("axes", [across, up], ["nCoordinates", nCoordinates], remedy);
  return [across, up];
}

/** So many of nImages at most, evenly taken from all. */
function someOf(nImages: number, most: number): number[] {
  const stride = Math.max(1, Math.ceil(nImages / most));
  return Array.from({ length: nImages }, (_, i) => i).filter((i) => i % stride === 0);
}

function layoutOf(across: number, up: number): Figure["layout"] {
  const [title, xTitle] = ["The space, seen along two coordinates", `Coordinate ${across + 1}`];
  return {
    ...chartLayout(title, xTitle, `Coordinate ${up + 1}`),
    height: 560,
    legend: { itemsizing: "constant" },
    margin: { r: LEGEND_WIDTH },
  };
}
