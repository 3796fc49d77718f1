/**
 * QR codes as the server made them: one path, sharp at any size.
 * @module
 */
import { svg } from "./elements.js";

/**
 * @param {{size: number, path: string}} code modules on a side, quiet zone included, and the dark modules
 * @param {string} label what it leads to, for those who do not see it
 */
export function qrCode(code, label) {
  const box = "0 0 " + code.size + " " + code.size;
  return svg("svg", { viewBox: box, role: "img", "aria-label": label, "shape-rendering": "crispEdges" },
    svg("path", { d: code.path, fill: "#1A2A2E" }));
}
