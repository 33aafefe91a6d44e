import { checkLength } from "../data/checks";
import type { NamedPicture } from "./namedPictures";

/**
 * Named pictures in the form of COCO, which tools for labelling and evaluation read: the images, the
 * classes as categories, and an annotation for each image, which names its class and how likely it is
 * (`score`). As COCO is about things in pictures, the thing here is the whole picture.
 * @param rows from `namedPictures`: pictures that could be read
 * @param sizes height and width of each picture's file, in pixels
 * @param classNames the name of each class, in the order of their ids
 * @returns JSON; ids count from 1
 * @throws RangeError when there are not as many sizes as rows, or a row's class is not among the names
 * @see https://cocodataset.org/#format-data
 */
export function cocoJson(
  rows: readonly NamedPicture[],
  sizes: readonly (readonly [height: number, width: number])[],
  classNames: readonly string[],
): string {
  checkLength("sizes", sizes, ["nPictures", rows.length]);
  const ids = new Map(classNames.map((name, i) => [name, i + 1]));
  const images = rows.map(({ file }, i) => {
    const [height, width] = sizes[i];
    return { id: i + 1, file_name: file, height, width };
  });
  const annotations = rows.map(({ class: name, probability }, i) => {
    const category = ids.get(name);
    if (category === undefined) {
      throw new RangeError(`class=${name} of ${rows[i].file} is not among the classNames; add it`);
    }
    const [height, width] = sizes[i];
    return {
      ...{ id: i + 1, image_id: i + 1, category_id: category, score: probability },
      ...{ bbox: [0, 0, width, height], area: width * height, segmentation: [], iscrowd: 0 },
    };
  });
  const categories = classNames.map((name, i) => ({ id: i + 1, name, supercategory: "" }));
  return `${JSON.stringify({ images, categories, annotations }, null, 1)}\n`;
}
