package dev.dateilager.app;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;

/** The classes of every room, read once for all tests that look at them: it takes seconds. */
final class ImportedRooms {
  /** The domain's test jar is packed by the time the rooms are looked at; it is no room. */
  private static final ImportOption NO_TEST_JARS = location -> !location.contains("-tests.jar");

  static final JavaClasses ALL =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .withImportOption(NO_TEST_JARS)
          .importPackages("dev.dateilager");

  private ImportedRooms() {}
}
