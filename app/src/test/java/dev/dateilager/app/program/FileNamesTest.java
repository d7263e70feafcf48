package dev.dateilager.app.program;

import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dateilager.domain.model.DateiLagerException.FailedPrecondition;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FileNamesTest {
  @ParameterizedTest
  @ValueSource(strings = {"UTF-8", "utf8", "UTF8"})
  void utf8_isTaken(String encoding) {
    assertThatNoException().isThrownBy(() -> FileNames.require(encoding));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ANSI_X3.4-1968", "ISO-8859-1", "unknown"})
  void othersAreRefused_withAdvice(String encoding) { // F5
    assertThatThrownBy(() -> FileNames.require(encoding))
        .isInstanceOf(FailedPrecondition.class)
        .hasMessageContaining(encoding)
        .hasMessageContaining("LC_ALL=C.UTF-8");
  }
}
