const MARK = 7;

/** From here on marks, five a second, would run into each other: they become ticks. */
const DENSE_MS_PER_PX = 22;
const TICK = 4;

/** Paints something that happened in the call into the waveform, at x; with words if roomy. */
export function paintEvent(brush, place, event, x, colours, roomy) {
  switch (event.kind) {
    case "set":
      paintMark(brush, place, x, place.heard, colours.set, paintSet);
      break;
    case "returned":
      paintMark(brush, place, x, place.heard + place.lane, colours.returned, paintReturned);
      break;
    case "cleared":
      paintCleared(brush, place, x, colours.cleared, roomy);
      break;
    default:
      paintKey(brush, place, x, event.text, colours.key);
  }
}

function paintMark(brush, { from, to, width }, x, y, colour, paint) {
  if ((to - from) / width > DENSE_MS_PER_PX) {
    brush.fillStyle = colour;
    brush.fillRect(x, y - TICK / 2, 1, TICK);
  } else {
    paint(brush, y, x, colour);
  }
}

/** An open triangle that points into what is heard, at its upper edge. */
function paintSet(brush, top, x, colour) {
  brush.strokeStyle = colour;
  brush.lineWidth = 1.25;
  brush.beginPath();
  brush.moveTo(x - MARK / 2, top);
  brush.lineTo(x + MARK / 2, top);
  brush.lineTo(x, top + MARK);
  brush.closePath();
  brush.stroke();
}

/** A full one at its lower edge. */
function paintReturned(brush, bottom, x, colour) {
  brush.fillStyle = colour;
  brush.beginPath();
  brush.moveTo(x - MARK / 2, bottom);
  brush.lineTo(x + MARK / 2, bottom);
  brush.lineTo(x, bottom - MARK);
  brush.closePath();
  brush.fill();
}

function paintCleared(brush, { heard, lane }, x, colour, roomy) {
  brush.fillStyle = colour;
  brush.fillRect(x - 1, heard - 14, 2, lane + 14);
  if (roomy) {
    brush.textAlign = "left";
    brush.fillText("barge-in", x + 5, heard - 9);
  }
}

function paintKey(brush, { said, lane }, x, key, colour) {
  brush.fillStyle = colour;
  brush.fillRect(x, said - 2, 1, lane);
  brush.textAlign = "center";
  brush.strokeStyle = colour;
  brush.lineWidth = 1;
  brush.strokeRect(x - 7.5, 1.5, 16, 16);
  brush.fillText(key, x + 0.5, 10);
}
