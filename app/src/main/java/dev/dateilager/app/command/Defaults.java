package dev.dateilager.app.command;

import dev.dateilager.app.config.Surroundings;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * What flags are when the command line does not give them, from a file of the user's: a line {@code
 * client.host = dl.example} is the default of {@code --host} of {@code dateilager client}, and
 * {@code log-level = warn} that of a flag of all commands.
 */
public final class Defaults implements IDefaultValueProvider {
  /** Nothing is said by any file. */
  static final Defaults NONE = new Defaults(Optional.empty(), Map.of(), Optional.empty());

  private final Optional<Path> file;
  private final Map<String, String> values;
  private final Optional<String> unreadable;

  private Defaults(Optional<Path> file, Map<String, String> values, Optional<String> unreadable) {
    this.file = file;
    this.values = values;
    this.unreadable = unreadable;
  }

  /** What the user's file says; nothing if there is none. */
  public static Defaults of(Surroundings surroundings) {
    Path file = surroundings.configFile();
    var properties = new Properties();
    try (Reader text = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      properties.load(text);
    } catch (NoSuchFileException none) {
      return surroundings.variable(Surroundings.CONFIG_FILE).isEmpty()
          ? NONE
          : broken(file, "it does not exist");
    } catch (IOException | IllegalArgumentException unreadable) {
      return broken(file, String.valueOf(unreadable.getMessage()));
    }
    var values = new TreeMap<String, String>();
    properties.stringPropertyNames().forEach(key -> values.put(key, properties.getProperty(key)));
    return new Defaults(Optional.of(file), values, Optional.empty());
  }

  private static Defaults broken(Path file, String why) {
    return new Defaults(
        Optional.of(file),
        Map.of(),
        Optional.of("cannot read the settings in '%s': %s".formatted(file, why)));
  }

  /** Where the value of a flag comes from; absent if it is none of this file's. */
  Optional<Path> origin(ArgSpec argument) {
    return value(argument).flatMap(_ -> file);
  }

  /** The value of a flag; absent if the file says nothing of it. */
  Optional<String> value(ArgSpec argument) {
    return argument instanceof OptionSpec option
        ? Optional.ofNullable(values.get(key(option)))
        : Optional.empty();
  }

  @Override
  public @Nullable String defaultValue(ArgSpec argument) {
    return value(argument).orElse(null);
  }

  /** Why the file is of no use; absent if it is, or there is none. */
  Optional<String> problem(CommandSpec root) {
    if (unreadable.isPresent() || values.isEmpty()) {
      return unreadable;
    }
    var unknown = new TreeSet<>(values.keySet());
    unknown.removeAll(keys(root));
    return unknown.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "'%s' sets what is no flag of any command: %s"
                .formatted(file.orElseThrow(), String.join(", ", unknown)));
  }

  private static Set<String> keys(CommandSpec spec) {
    var keys = new HashSet<String>();
    for (OptionSpec option : spec.options()) {
      keys.add(key(option));
    }
    for (CommandLine sub : spec.subcommands().values()) {
      keys.addAll(keys(sub.getCommandSpec()));
    }
    return keys;
  }

  /** The command that declares it, without the program's name, and its name without dashes. */
  private static String key(OptionSpec option) {
    OptionSpec declared = option.root() instanceof OptionSpec above ? above : option;
    String command = declared.command().qualifiedName(".");
    int first = command.indexOf('.');
    return (first < 0 ? "" : command.substring(first + 1) + ".")
        + declared.longestName().replaceFirst("^-+", "");
  }
}
