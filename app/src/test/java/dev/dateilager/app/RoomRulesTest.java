package dev.dateilager.app;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * The table of rooms in words: which may know which, and who may use what of the JDK and the
 * libraries. The module descriptors enforce the coarse half of it; this says it, and the rest.
 */
final class RoomRulesTest {
  private static final String DOMAIN = "dev.dateilager.domain..";
  private static final String PROTO = "dev.dateilager.proto..";
  private static final String APP = "dev.dateilager.app..";

  /** A room: its package, and the packages outside the JDK that it may use. */
  private record Room(String name, String inside, List<String> mayUse) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static final List<Room> ROOMS =
      List.of(
          new Room(
              "proto", PROTO, List.of("com.google.protobuf..", "com.google.common..", "io.grpc..")),
          new Room("domain", DOMAIN, List.of("com.google.re2j..")),
          new Room("adapters-archive", adapter("archive"), List.of(DOMAIN)),
          new Room("adapters-fs", adapter("fs"), List.of(DOMAIN)),
          new Room(
              "adapters-dlclient",
              adapter("dlclient"),
              List.of(DOMAIN, PROTO, "com.google.protobuf..", "com.google.common..", "io.grpc..")),
          new Room(
              "adapters-grpc",
              adapter("grpc"),
              List.of(
                  DOMAIN,
                  PROTO,
                  "com.google.protobuf..",
                  "com.google.common..",
                  "io.grpc..",
                  "jdk.net..", // who is at the other end of a socket
                  "com.sun.security.auth..")), // who we are
          new Room(
              "adapters-postgres",
              adapter("postgres"),
              List.of(
                  DOMAIN,
                  "com.zaxxer.hikari..",
                  "org.postgresql..",
                  "org.apache.commons.compress..",
                  "org.tukaani.xz..")));

  /** What the domain may not touch although {@code java.base} has it: files, sockets, processes. */
  private static final String OUTSIDE_WORLD =
      "java\\.nio\\.file\\.(Files|FileSystems)|java\\.nio\\.channels\\..*|java\\.net\\..*"
          + "|java\\.io\\.(File|RandomAccessFile|File(Input|Output)Stream|File(Reader|Writer)|Console)"
          + "|java\\.lang\\.Process.*|java\\.lang\\.foreign\\..*";

  @TestFactory
  Stream<DynamicTest> room_usesOnlyWhatTheTableAllows() {
    return ROOMS.stream()
        .map(
            room ->
                DynamicTest.dynamicTest(
                    room.name() + " uses " + room.mayUse(),
                    () -> onlyUses(room).check(ImportedRooms.ALL)));
  }

  @Test
  void sql_isThePostgresAdaptersAlone() {
    onlyIn(adapter("postgres"), "java\\.sql\\..*|javax\\.sql\\..*").check(ImportedRooms.ALL);
  }

  @Test
  void systemCalls_areTheFileAdaptersAlone() {
    onlyIn(adapter("fs"), "java\\.lang\\.foreign\\..*").check(ImportedRooms.ALL);
  }

  @Test
  void openTelemetry_isTracingsAlone() {
    onlyIn("dev.dateilager.app.tracing..", "io\\.opentelemetry\\..*").check(ImportedRooms.ALL);
  }

  @Test
  void domain_touchesNothingOutsideTheProcess() {
    ArchRule rule =
        noClasses()
            .that()
            .resideInAPackage(DOMAIN)
            .should()
            .dependOnClassesThat(nameMatching(OUTSIDE_WORLD))
            .because("files, sockets and processes are reached through ports");
    rule.check(ImportedRooms.ALL);
  }

  @Test
  void domainPackages_haveNoCycles() {
    slices()
        .matching("dev.dateilager.domain.(*)..")
        .should()
        .beFreeOfCycles()
        .check(ImportedRooms.ALL);
  }

  @Test
  void appPackages_haveNoCycles() {
    slices()
        .matching("dev.dateilager.app.(*)..")
        .should()
        .beFreeOfCycles()
        .check(ImportedRooms.ALL);
  }

  @Test
  void standardStreams_areTheAppsAlone() {
    ArchRule rule =
        noClasses()
            .that()
            .resideOutsideOfPackage(APP)
            .should(ACCESS_STANDARD_STREAMS)
            .because("answers and messages are written by the commands");
    rule.check(ImportedRooms.ALL);
  }

  @Test
  void exit_isMainsAlone() {
    ArchRule rule =
        noClasses()
            .that()
            .doNotBelongToAnyOf(Main.class)
            .should()
            .callMethod(System.class, "exit", int.class)
            .orShould()
            .callMethod(Runtime.class, "halt", int.class)
            .because("only the outermost edge ends the process");
    rule.check(ImportedRooms.ALL);
  }

  private static String adapter(String name) {
    return "dev.dateilager.adapters." + name + "..";
  }

  private static ArchRule onlyUses(Room room) {
    var allowed =
        Stream.concat(
                Stream.of(room.inside(), "java..", "javax..", "org.jspecify.."),
                room.mayUse().stream())
            .toArray(String[]::new);
    return classes()
        .that()
        .resideInAPackage(room.inside())
        .should()
        .onlyDependOnClassesThat(resideInAnyPackage(allowed));
  }

  private static ArchRule onlyIn(String inside, String classNames) {
    return noClasses()
        .that()
        .resideOutsideOfPackage(inside)
        .should()
        .dependOnClassesThat(nameMatching(classNames));
  }
}
