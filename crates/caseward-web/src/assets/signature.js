// Lets whoever signs draw a mark by hand: kept as lines through points, never as a picture. Without this
// script the typed name and the ticked statements are the signature.

const pad = document.querySelector("[data-mark]");
const canvas = pad?.querySelector("canvas");
const kept = pad?.querySelector('input[name="mark"]');
const pen = canvas?.getContext("2d");

const MOST_STROKES = 200;
const MOST_POINTS = 5000;

if (pad && canvas && kept && pen) {
  const { width, height } = canvas;
  let strokes = read(kept.value);
  let drawing = null;

  pad.hidden = false;
  draw();

  canvas.addEventListener("pointerdown", (event) => {
    if (strokes.length >= MOST_STROKES || (event.pointerType === "mouse" && event.button !== 0)) return;
    canvas.setPointerCapture(event.pointerId);
    drawing = [pointOf(event)];
    event.preventDefault();
  });
  canvas.addEventListener("pointermove", (event) => {
    if (!drawing || count() >= MOST_POINTS) return;
    const point = pointOf(event);
    const last = drawing[drawing.length - 1];
    if (Math.abs(point[0] - last[0]) + Math.abs(point[1] - last[1]) < 2) return;
    drawing.push(point);
    draw();
  });
  canvas.addEventListener("pointerup", finish);
  canvas.addEventListener("pointercancel", finish);
  pad.querySelector("button").addEventListener("click", () => {
    strokes = [];
    keep();
  });

  function finish() {
    if (!drawing) return;
    // A dot is a very short line.
    if (drawing.length === 1) drawing.push([...drawing[0]]);
    strokes.push(drawing);
    drawing = null;
    keep();
  }

  function keep() {
    kept.value = strokes.length === 0 ? "" : JSON.stringify({ width, height, strokes });
    draw();
  }

  function count() {
    return strokes.reduce((sum, stroke) => sum + stroke.length, drawing ? drawing.length : 0);
  }

  function pointOf(event) {
    const box = canvas.getBoundingClientRect();
    const on = (at, from, length, size) => Math.min(size, Math.max(0, Math.round(((at - from) / length) * size)));
    return [on(event.clientX, box.left, box.width, width), on(event.clientY, box.top, box.height, height)];
  }

  function draw() {
    pen.clearRect(0, 0, width, height);
    pen.lineWidth = 3;
    pen.lineCap = pen.lineJoin = "round";
    pen.strokeStyle = getComputedStyle(canvas).color;
    for (const stroke of drawing ? [...strokes, drawing] : strokes) {
      pen.beginPath();
      stroke.forEach(([x, y], place) => (place === 0 ? pen.moveTo(x, y) : pen.lineTo(x, y)));
      pen.stroke();
    }
  }

  function read(text) {
    try {
      return JSON.parse(text).strokes ?? [];
    } catch {
      return [];
    }
  }
}
