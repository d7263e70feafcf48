package dev.dateilager.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A module's face to the others does not change by accident: its descriptor is compared with the
 * text {@code NAME.expected.txt} beside this class.
 */
final class DescriptorTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "dev.dateilager.adapters.archive",
        "dev.dateilager.adapters.dlclient",
        "dev.dateilager.adapters.fs",
        "dev.dateilager.adapters.grpc",
        "dev.dateilager.adapters.postgres",
        "dev.dateilager.app",
        "dev.dateilager.domain",
        "dev.dateilager.proto"
      })
  void descriptor_isTheOneWrittenDown(String module) throws IOException {
    assertThat(describe(descriptor(module)))
        .as("if this is meant: src/test/resources/dev/dateilager/app/%s.expected.txt", module)
        .isEqualTo(expected(module));
  }

  private static ModuleDescriptor descriptor(String module) {
    var found = ModuleLayer.boot().configuration().findModule(module).orElseThrow();
    Path built = Path.of(found.reference().location().orElseThrow());
    return ModuleFinder.of(built).find(module).orElseThrow().descriptor();
  }

  private static String expected(String module) throws IOException {
    try (var text = DescriptorTest.class.getResourceAsStream(module + ".expected.txt")) {
      return text == null ? "" : new String(text.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static String describe(ModuleDescriptor module) {
    Stream<String> requires =
        module.requires().stream()
            .filter(
                required ->
                    !required.modifiers().contains(ModuleDescriptor.Requires.Modifier.MANDATED))
            .map(required -> "requires " + words(required.modifiers()) + required.name());
    Stream<String> exports =
        module.exports().stream()
            .map(exported -> "exports " + exported.source() + to(exported.targets()));
    Stream<String> opens =
        module.opens().stream().map(opened -> "opens " + opened.source() + to(opened.targets()));
    Stream<String> uses = module.uses().stream().map(used -> "uses " + used);
    Stream<String> provides =
        module.provides().stream()
            .map(provided -> "provides " + provided.service() + " with " + provided.providers());
    return Stream.of(
            Stream.of("module " + module.name()),
            requires.sorted(),
            exports.sorted(),
            opens.sorted(),
            uses.sorted(),
            provides.sorted())
        .flatMap(lines -> lines)
        .map(line -> line + "\n")
        .collect(Collectors.joining());
  }

  private static String words(Collection<ModuleDescriptor.Requires.Modifier> modifiers) {
    return modifiers.stream()
        .sorted()
        .map(modifier -> modifier.name().toLowerCase(java.util.Locale.ROOT) + " ")
        .collect(Collectors.joining());
  }

  private static String to(Set<String> targets) {
    return targets.isEmpty()
        ? ""
        : " to " + targets.stream().sorted().collect(Collectors.joining(", "));
  }
}
