package io.callrouter.benchmarks;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Path2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import javax.imageio.ImageIO;

/** Draws how the resampler answers tones and an impulse, measured between 48 and 8 kHz. */
public final class ResponsePlot {
  private static final int WIDTH = 1000;
  private static final int PANEL = 300;
  private static final int LEFT = 80;
  private static final int TOP = 40;
  private static final int RIGHT = 20;
  private static final int BOTTOM = 40;
  private static final Color CURVE = new Color(0x1F, 0x4E, 0x9E);
  private static final Color GRID = new Color(0xDD, 0xDD, 0xDD);
  private static final Color LIMIT = new Color(0xC0, 0x39, 0x2B);

  private final BufferedImage image =
      new BufferedImage(WIDTH, 3 * PANEL, BufferedImage.TYPE_INT_RGB);
  private final Graphics2D graphics = image.createGraphics();

  private ResponsePlot() {
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    graphics.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 13));
    graphics.setColor(Color.WHITE);
    graphics.fillRect(0, 0, WIDTH, 3 * PANEL);
  }

  /** Writes the picture to the file that the argument names. */
  public static void main(String[] words) throws IOException {
    System.setProperty("java.awt.headless", "true");
    Path file = Path.of(words.length == 0 ? "docs/codec/response.png" : words[0]);
    ResponsePlot plot = new ResponsePlot();
    plot.draw();
    Files.createDirectories(file.toAbsolutePath().getParent());
    ImageIO.write(plot.image, "png", file.toFile());
  }

  private void draw() {
    MeasuredResponse down = new MeasuredResponse(48_000, 8000);
    Panel all = new Panel(0, 0, 24, 4, -140, 20, 20, "%.0f");
    all.frame("48 to 8 kHz: gain in dB of a tone (kHz), where it comes out, folded or not");
    all.limit(4.6, 24, -100);
    Path2D curve = new Path2D.Double();
    for (int hz = 27; hz < 23_950; hz += 30) {
      all.add(curve, hz / 1000.0, Math.max(-140, down.gainDb(hz)));
    }
    all.stroke(curve);

    Panel pass = new Panel(1, 0, 3.6, 0.4, -0.03, 0.03, 0.01, "%.2f");
    pass.frame("48 to 8 kHz: the pass band, gain in dB (kHz)");
    pass.limit(0, 3.4, 0.01);
    pass.limit(0, 3.4, -0.01);
    curve = new Path2D.Double();
    for (int hz = 57; hz < 3420; hz += 20) {
      pass.add(curve, hz / 1000.0, Math.max(-0.03, down.gainDb(hz)));
    }
    pass.stroke(curve);

    double[] impulse = new MeasuredResponse(8000, 48_000).impulse();
    Panel time = new Panel(2, 0, 5, 0.5, -0.4, 1.2, 0.2, "%.1f");
    time.frame("8 to 48 kHz: what comes out for a single sample at 0 (ms)");
    curve = new Path2D.Double();
    for (int i = 0; i < impulse.length; i++) {
      time.add(curve, i / 48.0, impulse[i]);
    }
    time.stroke(curve);
  }

  /** A third of the picture, with axes of its own. */
  private final class Panel {
    private final int number;
    private final double left;
    private final double right;
    private final double step;
    private final double low;
    private final double high;
    private final double rise;
    private final String format;

    Panel(
        int number,
        double left,
        double right,
        double step,
        double low,
        double high,
        double rise,
        String format) {
      this.number = number;
      this.left = left;
      this.right = right;
      this.step = step;
      this.low = low;
      this.high = high;
      this.rise = rise;
      this.format = format;
    }

    private double x(double value) {
      return LEFT + (value - left) / (right - left) * (WIDTH - LEFT - RIGHT);
    }

    private double y(double value) {
      return number * PANEL + TOP + (high - value) / (high - low) * (PANEL - TOP - BOTTOM);
    }

    void frame(String title) {
      graphics.setColor(Color.BLACK);
      graphics.drawString(title, LEFT, number * PANEL + TOP - 12);
      for (int i = 0; left + i * step <= right + step / 100; i++) {
        line(left + i * step, low, left + i * step, high, GRID);
        label("%.1f", left + i * step, x(left + i * step) - 10, y(low) + 18);
      }
      for (int i = 0; low + i * rise <= high + rise / 100; i++) {
        line(left, low + i * rise, right, low + i * rise, GRID);
        label(format, low + i * rise, LEFT - 50, y(low + i * rise) + 5);
      }
    }

    private void label(String form, double value, double atX, double atY) {
      graphics.setColor(Color.BLACK);
      double shown = Math.abs(value) < 1e-9 ? 0 : value;
      graphics.drawString(String.format(Locale.ROOT, form, shown), (float) atX, (float) atY);
    }

    void limit(double from, double to, double value) {
      line(from, value, to, value, LIMIT);
    }

    private void line(double fromX, double fromY, double toX, double toY, Color color) {
      graphics.setColor(color);
      graphics.setStroke(new BasicStroke(1));
      Path2D path = new Path2D.Double();
      path.moveTo(x(fromX), y(fromY));
      path.lineTo(x(toX), y(toY));
      graphics.draw(path);
    }

    void add(Path2D curve, double valueX, double valueY) {
      if (curve.getCurrentPoint() == null) {
        curve.moveTo(x(valueX), y(valueY));
      } else {
        curve.lineTo(x(valueX), y(valueY));
      }
    }

    void stroke(Path2D curve) {
      graphics.setColor(CURVE);
      graphics.setStroke(new BasicStroke(1.5f));
      graphics.draw(curve);
    }
  }
}
