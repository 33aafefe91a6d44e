import { checkLabels, checkLength } from "../data/checks";
import { isNamed } from "../data/classNames";
import type { Figure } from "./figure";
import { chartLayout } from "./template";
import { count, plotlyText } from "./wording";

/** Light enough for dark numbers in every cell; rare errors show through a steep start. */
const SKY_BLUE = "#56B4E9";

/** Pixels in which a square of cells and its colour bar leave no gap. */
const WIDTH = 660;
const HEIGHT = 560;

/** Up to so many classes their counts are written into the cells. */
const MOST_WRITTEN = 20;
/** Up to so many their cells are large enough for a gap between them. */
const MOST_APART = 60;

const ZERO_WIDTH_SPACE = "\u200b";

/**
 * How often each class is taken for each other: true classes down, predicted classes across. A gap among the
 * labels, as `isNamed` tells it, has no row.
 * @param yTrue the true class of each image, its position in classNames
 * @param yPredicted the class that the network gives it, as many
 * @param classNames the name of each class
 * @throws RangeError when the two differ in length, or a class is no position in classNames
 */
export function confusionMatrix(
  yTrue: ArrayLike<number>,
  yPredicted: ArrayLike<number>,
  classNames: readonly string[],
): Figure {
  const counts = countPairs(yTrue, yPredicted, classNames.length);
  const shown = Array.from(classNames.keys()).filter(
    (i) =>
      isNamed(classNames[i], i) || counts.some((row) => row[i] > 0) || Math.max(...counts[i]) > 0,
  );
  const names = distinct(shown.map((i) => classNames[i]));
  const table = shown.map((i) => shown.map((j) => counts[i][j]));
  const layout = chartLayout("Which class is taken for which", "Predicted class", "True class");
  const gap = classNames.length <= MOST_APART ? 1 : 0;
  const axis = {
    type: "category",
    showgrid: false,
    ticks: "",
    showline: false,
    ticklabelstandoff: 4,
  } as const;
  return {
    data: [
      {
        type: "heatmap",
        x: names,
        y: names,
        z: table.map(shares),
        text: table.map((row) => row.map((n) => (n > 0 ? String(n) : ""))),
        texttemplate: classNames.length <= MOST_WRITTEN ? "%{text}" : "",
        hovertemplate:
          "true %{y}, predicted %{x}: %{text} images, %{z:.1f} % of this class<extra></extra>",
        colorscale: [
          [0, "#f4f8fb"],
          [0.1, "#c9e3f5"],
          [1, SKY_BLUE],
        ],
        zmin: 0,
        zmax: 100,
        textfont: { color: "#111111" },
        xgap: gap,
        ygap: gap,
        colorbar: { title: { text: "Share of the<br>true class (%)" } },
      },
    ],
    layout: {
      ...layout,
      width: WIDTH,
      height: HEIGHT,
      xaxis: { ...layout.xaxis, ...axis, constrain: "domain", constraintoward: "left" },
      yaxis: { ...layout.yaxis, ...axis, autorange: "reversed", scaleanchor: "x" },
    },
    caption: captionOf(counts, classNames),
  };
}

function countPairs(yTrue: ArrayLike<number>, yPredicted: ArrayLike<number>, nClasses: number) {
  checkLength("yPredicted", yPredicted, ["yTrue.length", yTrue.length]);
  checkLabels("yTrue", yTrue, nClasses);
  checkLabels("yPredicted", yPredicted, nClasses);
  const counts = Array.from({ length: nClasses }, () => new Array<number>(nClasses).fill(0));
  for (let i = 0; i < yTrue.length; i++) counts[yTrue[i]][yPredicted[i]]++;
  return counts;
}

/** Plotly would lay classes of one name on one another: marks without width tell them apart. */
function distinct(classNames: readonly string[]): string[] {
  const seen = new Map<string, number>();
  return classNames.map((name) => {
    const before = seen.get(name) ?? 0;
    seen.set(name, before + 1);
    return plotlyText(name) + ZERO_WIDTH_SPACE.repeat(before);
  });
}

/** Per cent of the row's sum; a class without images has none. */
function shares(row: readonly number[]): (number | null)[] {
  const sum = row.reduce((total, n) => total + n, 0);
  return row.map((n) => (sum > 0 ? Number(((n / sum) * 100).toPrecision(4)) : null));
}

function captionOf(counts: readonly number[][], classNames: readonly string[]): string {
  let [correct, total, most] = [0, 0, { n: 0, text: "" }];
  counts.forEach((row, i) => {
    row.forEach((n, j) => {
      total += n;
      if (i === j) correct += n;
      else if (n > most.n) most = { n, text: `${classNames[i]} taken for ${classNames[j]}` };
    });
  });
  const sum = `${count(correct)} of ${count(total)} images get their true class.`;
  if (most.n === 0) return sum;
  if (most.n === 1) return `${sum} No error is made twice; one is: ${most.text}.`;
  return `${sum} The most frequent error, ${count(most.n)} times: ${most.text}.`;
}
