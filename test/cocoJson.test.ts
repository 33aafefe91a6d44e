import assert from "node:assert/strict";
import { test } from "node:test";
import { cocoJson } from "../src/cnn/cocoJson";
import { namedPictures } from "../src/cnn/namedPictures";

const classNames = ["cat", "dog"];
const files = ["a.png", 'below/"b".png', "c.png"];
const rows = namedPictures(files, Float32Array.of(0.25, 0.75, 1, 0, 0.125, 0.875), classNames);
const sizes = [
  [2, 3],
  [40, 50],
  [6, 6],
] as const;

test("named pictures have COCO's fields, and ids that are unique and belong together", () => {
  const { images, categories, annotations } = JSON.parse(cocoJson(rows, sizes, classNames));
  assert.deepEqual(
    images.map((image: object) => Object.keys(image).sort()),
    files.map(() => ["file_name", "height", "id", "width"]),
  );
  const names = new Map(categories.map(({ id, name }: { id: number; name: string }) => [id, name]));
  assert.equal(names.size, 2);
  assert.equal(new Set(annotations.map(({ id }: { id: number }) => id)).size, 3);
  const told = annotations.map((annotation: Record<string, number>) => {
    const image = images.find(({ id }: { id: number }) => id === annotation.image_id);
    return [image.file_name, names.get(annotation.category_id), annotation.score];
  });
  assert.deepEqual(told, [
    ["a.png", "dog", 0.75],
    ['below/"b".png', "cat", 1],
    ["c.png", "dog", 0.875],
  ]);
});

test("each annotation is of the whole picture", () => {
  const { images, annotations } = JSON.parse(cocoJson(rows, sizes, classNames));
  assert.deepEqual([images[1].height, images[1].width], [40, 50]);
  const { bbox, area, iscrowd, segmentation } = annotations[1];
  assert.deepEqual([bbox, area, iscrowd, segmentation], [[0, 0, 50, 40], 2000, 0, []]);
});

test("lists that do not belong together are refused", () => {
  assert.throws(() => cocoJson(rows, sizes.slice(1), classNames), /sizes.length=2 must equal/);
  assert.throws(() => cocoJson(rows, sizes, ["cat"]), /class=dog of a.png is not among the classN/);
});
