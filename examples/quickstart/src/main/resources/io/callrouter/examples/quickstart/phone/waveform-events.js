const MARK = 7;

/** Paints something that happened in the call into the waveform, at x; with words if roomy. */
export function paintEvent(brush, place, event, x, colours, roomy) {
  switch (event.kind) {
    case "set":
      paintSet(brush, place.heard, x, colours.set);
      break;
    case "returned":
      paintReturned(brush, place.heard + place.lane, x, colours.returned);
      break;
    case "cleared":
      paintCleared(brush, place, x, colours.cleared, roomy);
      break;
    default:
      paintKey(brush, place, x, event.text, colours.key);
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
