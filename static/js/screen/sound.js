/**
 * Water and struck stone, made by the browser itself. Every cue has something to see beside it.
 * @module
 */

let context = null;

/** Ask for the loudspeaker. Browsers give it only after somebody has touched the page. */
export function wake() {
  const Maker = window.AudioContext || window.webkitAudioContext;
  if (!Maker) return;
  if (!context) context = new Maker();
  if (context.state === "suspended") context.resume();
}

/** Whether a cue would be heard now. */
export function ready() {
  return context !== null && context.state === "running";
}

/* A struck stone rings with partials that are no harmonics; the higher ones fade first. */
const STONE = [[1, 0.5, 1.8], [2.76, 0.22, 0.9], [5.4, 0.1, 0.4]];
const BELL = [[1, 0.4, 2.6], [2, 0.16, 1.6], [3.01, 0.1, 1.1], [4.2, 0.05, 0.6]];

const CUES = {
  open: () => drop(0),
  tick: () => wood(),
  close: () => strike(196, 0, STONE),
  reveal: () => { strike(440, 0, BELL); strike(587.3, 0.28, BELL); },
  podium1: () => strike(329.6, 0, BELL),
  podium2: () => strike(440, 0, BELL),
  podium3: () => [523.3, 659.3, 784].forEach((pitch, index) => strike(pitch, index * 0.36, BELL)),
};

/**
 * @param {string} cue a name of cues.js, or `"tick"`
 */
export function play(cue) {
  if (ready() && CUES[cue]) CUES[cue]();
}

function strike(pitch, delay, partials) {
  for (const [ratio, loudness, length] of partials) tone(pitch * ratio, delay, loudness * 0.4, length);
}

function tone(pitch, delay, loudness, length) {
  const start = context.currentTime + delay;
  const voice = context.createOscillator();
  const level = context.createGain();
  voice.frequency.value = pitch;
  fade(level.gain, start, loudness, length);
  voice.connect(level).connect(context.destination);
  voice.start(start);
  voice.stop(start + length);
  return voice;
}

function fade(gain, start, loudness, length) {
  gain.setValueAtTime(0, start);
  gain.linearRampToValueAtTime(loudness, start + 0.006);
  gain.exponentialRampToValueAtTime(0.0001, start + length);
}

/* A drop: the pitch of the closing bubble rises as the sound fades. */
function drop(delay) {
  const start = context.currentTime + delay;
  const voice = tone(520, delay, 0.3, 0.28);
  voice.frequency.setValueAtTime(520, start);
  voice.frequency.exponentialRampToValueAtTime(1350, start + 0.14);
}

function wood() {
  tone(840, 0, 0.16, 0.07);
  tone(1290, 0, 0.08, 0.04);
}
