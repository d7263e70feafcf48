package dev.dateilager.domain.model;

/**
 * Names a project. Any 64-bit number, negative ones included (semantics.md oddity 17).
 *
 * @param value the number on the wire and in the database
 */
public record ProjectId(long value) {
  @Override
  public String toString() {
    return Long.toString(value);
  }
}
