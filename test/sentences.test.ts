import assert from "node:assert/strict";
import { test } from "node:test";
import { samplesOf } from "../src/data/samples";
import { gainsSentence, imagesSentence, scoreSentence } from "../src/sentences";

const accuracyOf = (accuracy: number, nImages = 17_500) => ({ accuracy, nImages });

test("a set of images is described as it is, with truth and without", () => {
  const images = {
    data: samplesOf(new Uint8Array(3 * 800), [3, 800]),
    imageShape: [20, 40] as const,
    classNames: ["cat", "dog"],
  };
  const said = "3 images of 20 x 40 pixels: rows of 800 numbers. 2 classes: cat, dog.";
  assert.equal(imagesSentence({ ...images, target: Uint8Array.of(0, 1, 1) }), said);
  const gap = { ...images, classNames: ["unnamed 0", "cat", "dog"] };
  assert.equal(imagesSentence(gap), imagesSentence(images));
  assert.equal(imagesSentence(images), `${said} Nobody knows the true class of these images.`);
});

test("a gain is said where there is one", () => {
  const said = gainsSentence(50, [accuracyOf(0.64), accuracyOf(0.78), accuracyOf(0.83)]);
  assert.match(said, /^50 labels on the first images: 64\.0 % \(± 0\.7\) of the held-out images/);
  assert.match(said, /clustering chose: 78\.0 % \(± 0\.6\), a gain of 14\.0 points\./);
  assert.match(said, /spread through the clusters: 83\.0 % \(± 0\.6\), a gain of 5\.0 points\./);
  assert.match(said, /From the first to the last: a gain of 19\.0 points\.$/);
});

test("no gain is said where there is none, and a loss where spreading did harm", () => {
  const said = gainsSentence(50, [accuracyOf(0.6), accuracyOf(0.605), accuracyOf(0.57)]);
  assert.match(said, /chose: 60\.5 % \(± 0\.7\), no difference beyond chance\./);
  assert.match(said, /clusters: 57\.0 % \(± 0\.7\), a loss of 3\.5 points\./);
  const onFew = gainsSentence(5, [accuracyOf(0.6, 20), accuracyOf(0.8, 20), accuracyOf(0.7, 20)]);
  const onOne = gainsSentence(1, [accuracyOf(0.2), accuracyOf(0.2), accuracyOf(0.2)]);
  assert.match(
    onOne,
    /^1 label on the first image: .* labels on an image that .* This label spread/,
  );
  assert.equal(onFew.match(/no difference beyond chance/g)?.length, 3, onFew);
});

test("a score stands beside that of guessing", () => {
  assert.equal(
    scoreSentence(accuracyOf(0.5, 100), 4),
    "The network names 50.0 % (± 9.6) of 100 images right; guessing among 4 classes would get 25.0 %.",
  );
  assert.match(scoreSentence(accuracyOf(1, 1), 4), / of 1 image right; /);
});
