import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { test } from "node:test";
import { StatusLine } from "../tools/setup/statusLine.mjs";

const LONG =
  "k-means: start 3 of 10, iteration 37, 12.3 % of rows active, inertia 2034567.1 - 10 s, about 30 s left";
const WIDE = "クラスタリング: 開始 3 / 10、反復 37 - 10 s, about 30 s left";
const MARKED =
  "Schwa\u0308rzen und gru\u0308n machen, von vorn bis hinten und zuru\u0308ck - 10 s, about 30 s left";

/** Runs tools/notebook/terminal.py in a terminal of so many columns; returns what it printed. */
function printed(texts: readonly string[], width: number): string {
  const script = `
import json, os, pty, sys, fcntl, struct, termios
texts, width = json.loads(sys.argv[1])
pid, terminal = pty.fork()
if pid == 0:
    fcntl.ioctl(1, termios.TIOCSWINSZ, struct.pack("HHHH", 24, width, 0, 0))
    sys.path.insert(0, "tools/notebook")
    from terminal import Terminal
    shown = Terminal()
    for text in texts:
        shown.progress({"text/html": f"<div><progress></progress> {text}</div>"})
    shown.line("end")
    sys.stdout.flush()
    os._exit(0)
data = b""
while True:
    try:
        part = os.read(terminal, 65536)
    except OSError:
        break
    if not part:
        break
    data += part
sys.stdout.buffer.write(data)
`;
  const { COLUMNS, ...env } = process.env;
  const args = ["-c", script, JSON.stringify([texts, width])];
  return execFileSync("python3", args, { env: { ...env, PYTHONUTF8: "1" }, encoding: "utf8" });
}

/** Columns that a text takes: two for the wide characters here, none for the marks. */
function columns(text: string): number {
  return [...text].reduce((sum, one) => {
    if (/\p{M}/u.test(one)) return sum;
    return sum + (/[\u3000-\u9fff]/.test(one) ? 2 : 1);
  }, 0);
}

for (const width of [120, 80, 40, 12]) {
  test(`progress in ${width} columns stays in its line, and its time left is not cut off`, () => {
    const texts = [LONG, WIDE, MARKED];
    const [before, ...lines] = printed(texts, width).trimEnd().split("\r\u001b[K");
    assert.equal(before, "");
    assert.equal(lines.length, texts.length + 1);
    for (const line of lines.slice(0, -1)) {
      assert.ok(columns(line) < width, `${columns(line)} columns: ${line}`);
      assert.ok(columns(line) > width - 4 || columns(line) > 60, `wasted: ${line}`);
      if (width >= 40) assert.match(line, / - 10 s, about 30 s left$/);
      if (width < 80) assert.match(line, /…/);
    }
  });
}

test("a part of the set-up stays in its line on a terminal, and tells line by line elsewhere", () => {
  for (const [isTTY, columns] of [
    [true, 40],
    [true, 8],
    [false, 80],
  ]) {
    let text = "";
    const write = (part: string) => {
      text += part;
    };
    const stream = { isTTY, columns, write } as unknown;
    const line = new StatusLine("[set-up 3/4] TensorFlow for Node", stream as NodeJS.WriteStream);
    line.say("downloading 20 of 207 MB, 10 %");
    line.leave();
    line.end();
    if (isTTY) {
      const shown = text.split("\r\u001b[K");
      assert.ok(
        shown
          .slice(0, -1)
          .every((state) => state.length < Number(columns) && !state.includes("\n")),
      );
      if (columns === 40)
        assert.ok(shown.some((state) => state.includes("downloading 20 of 207 MB, 10 %")));
    } else {
      assert.deepEqual(text.split("\n"), [
        "[set-up 3/4] TensorFlow for Node ...",
        "[set-up 3/4] TensorFlow for Node: downloading 20 of 207 MB, 10 %",
        "[set-up 3/4] TensorFlow for Node: done in 0 s",
        "",
      ]);
    }
  }
});
