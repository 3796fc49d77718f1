/**
 * A one-time link: its QR code, and the whole text chosen at a touch.
 * @module
 */
import { qrCode } from "../qr.js";
import { _, config } from "../words.js";

document.getElementById("qr").append(qrCode(config.qr, _("一次性链接")));
const field = document.getElementById("link");
field.addEventListener("focus", () => field.select());
