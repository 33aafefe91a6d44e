const inspect = require("tslab/dist/inspect.js");

/**
 * Shift-Tab shows what stands behind @returns and @throws without these words, as if it were more
 * of the parameter above.
 */
const { printQuickInfo } = inspect;
/** @param {import("@tslab/typescript-for-tslab").QuickInfo} info */
inspect.printQuickInfo = (info) => {
  const tags = info.tags?.map((tag) => {
    if (tag.name === "param" || !tag.text) return tag;
    return { ...tag, text: [{ kind: "text", text: `@${tag.name} ` }, ...tag.text] };
  });
  return printQuickInfo({ ...info, tags });
};
