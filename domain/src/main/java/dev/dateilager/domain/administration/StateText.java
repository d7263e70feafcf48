package dev.dateilager.domain.administration;

import dev.dateilager.domain.catalog.ProjectVersion;
import dev.dateilager.domain.model.DateiLagerException.InvalidArgument;
import dev.dateilager.domain.model.ProjectId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Projects and their versions as one line, {@code id=version} pairs joined by commas: what {@code
 * snapshot} prints and {@code reset} takes (cli.md §3.2).
 */
public final class StateText {
  private StateText() {}

  /** The line; empty if there are no projects. */
  public static String of(List<ProjectVersion> states) {
    return states.stream()
        .map(state -> state.id() + "=" + state.latestVersion())
        .collect(Collectors.joining(","));
  }

  /**
   * What a line says.
   *
   * @throws InvalidArgument if it is empty, a part is no such pair, a version is negative, or a
   *     project is named twice
   */
  public static List<ProjectVersion> parse(String line) throws InvalidArgument {
    if (line.isEmpty()) {
      throw new InvalidArgument(
          "a state is 'id=version' pairs joined by commas, this one is empty");
    }
    var states = new ArrayList<ProjectVersion>();
    var named = new HashSet<ProjectId>();
    for (String part : line.split(",", -1)) {
      ProjectVersion state = pair(part);
      if (!named.add(state.id())) {
        throw new InvalidArgument("the state names project %s twice".formatted(state.id()));
      }
      states.add(state);
    }
    return List.copyOf(states);
  }

  private static ProjectVersion pair(String part) throws InvalidArgument {
    int sign = part.indexOf('=');
    try {
      long version = Long.parseLong(part, sign + 1, part.length(), 10);
      if (sign > 0 && version >= 0) {
        return new ProjectVersion(new ProjectId(Long.parseLong(part, 0, sign, 10)), version);
      }
    } catch (NumberFormatException noNumber) {
      // said below
    }
    throw new InvalidArgument("'%s' in the state is not 'id=version'".formatted(part));
  }
}
