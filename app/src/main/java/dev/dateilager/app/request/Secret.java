package dev.dateilager.app.request;

/**
 * A text that no log, message or crash report may hold (I23).
 *
 * @param value the text itself
 */
public record Secret(String value) {
  /** Never the text. */
  @Override
  public String toString() {
    return "Secret[…]";
  }
}
