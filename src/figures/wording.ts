/**
 * A number of things as captions write it: "52,500".
 * @param n an integer
 */
export function count(n: number): string {
  return n.toLocaleString("en-US");
}

/**
 * A share as captions write it: 0.843 is "84.3 %".
 * @param share from 0 to 1
 */
export function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}
