package dev.dateilager.proto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.dateilager.proto.pb.CachedGrpc;
import dev.dateilager.proto.pb.CachedProto;
import dev.dateilager.proto.pb.FsGrpc;
import dev.dateilager.proto.pb.FsProto;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds {@code pb.Fs} and {@code pb.Cached} to the tables of docs/spec/wire.md. */
class WireContractTest {
  private static final Path DOCUMENT = Path.of("..", "docs", "spec", "wire.md");
  private static final WireContract DESCRIBED =
      DescribedContract.of(FsProto.getDescriptor(), CachedProto.getDescriptor());

  @Test
  void descriptors_areWhatTheTablesSay() {
    assertThat(WireTables.parse(document()).differences(DESCRIBED)).isEmpty();
  }

  @Test
  void grpcMethods_areWhatTheTablesSay() {
    assertThat(
            DescribedContract.methodsOf(
                FsGrpc.getServiceDescriptor(), CachedGrpc.getServiceDescriptor()))
        .isEqualTo(WireTables.parse(document()).methods())
        .hasSize(17)
        .contains(
            "method pb.Fs/Update: CLIENT_STREAMING pb.UpdateRequest -> pb.UpdateResponse",
            "method pb.Cached/PopulateDiskCache:"
                + " UNARY pb.PopulateDiskCacheRequest -> pb.PopulateDiskCacheResponse");
  }

  @Test
  void tables_areReadInFull() {
    assertThat(WireTables.parse(document()).facts())
        .contains(
            "syntax proto3",
            "package pb",
            "go_package 'github.com/gadget-inc/dateilager/pkg/pb'",
            "service pb.Fs",
            "service pb.Cached",
            "message pb.ResetResponse",
            "field pb.NewProjectRequest.template = 2: OPTIONAL int64",
            "field pb.ObjectQuery.ignores = 4: REPEATED string",
            "field pb.GetCompressRequest.available_cache_versions = 6: PACKED int64",
            "field pb.GetCompressResponse.continued = 5: SINGULAR bool",
            "field pb.GcContentsRequest.sample = 1: SINGULAR float",
            "field pb.GetCacheResponse.format = 2: SINGULAR enum pb.GetCacheResponse.Format",
            "field pb.GetResponse.object = 2: SINGULAR pb.Objekt",
            "field pb.PopulateDiskCacheRequest.path = 1: SINGULAR string",
            "enum pb.GetCacheResponse.Format",
            "enum value pb.GetCompressResponse.Format.S2_TAR = 0",
            "reserved number pb.ObjectQuery 3",
            "reserved name pb.ObjectQuery.with_content");
  }

  /**
   * A change to the document, and what must be reported for it.
   *
   * @param text occurs in the document exactly once
   * @param instead stands in its place
   */
  record Doctored(String what, String text, String instead, List<String> differences) {
    String markdown() {
      var document = document();
      assertThat(document.split(Pattern.quote(text), -1)).as(text).hasSize(2);
      return document.replace(text, instead);
    }

    @Override
    public String toString() {
      return what;
    }
  }

  static Stream<Doctored> doctored() {
    return Stream.of(
        new Doctored(
            "a field of another number",
            "| | `from_version` | 3 | int64 | opt |\n| `GcProjectResponse`",
            "| | `from_version` | 7 | int64 | opt |\n| `GcProjectResponse`",
            List.of(
                "missing: field pb.GcProjectRequest.from_version = 7: OPTIONAL int64",
                "not agreed: field pb.GcProjectRequest.from_version = 3: OPTIONAL int64")),
        new Doctored(
            "a field of another name",
            "`keep_versions` | 2 | int64 | |\n| | `from_version` | 3 | int64 | opt |\n| `GcP",
            "`keep` | 2 | int64 | |\n| | `from_version` | 3 | int64 | opt |\n| `GcP",
            List.of(
                "missing: field pb.GcProjectRequest.keep = 2: SINGULAR int64",
                "not agreed: field pb.GcProjectRequest.keep_versions = 2: SINGULAR int64")),
        new Doctored(
            "a field without explicit presence",
            "`content` | 5 | bytes | opt |",
            "`content` | 5 | bytes | |",
            List.of(
                "missing: field pb.Objekt.content = 5: SINGULAR bytes",
                "not agreed: field pb.Objekt.content = 5: OPTIONAL bytes")),
        new Doctored(
            "a field with explicit presence",
            "`continued` | **5** | bool | since 0.12.5, see below |",
            "`continued` | **5** | bool | opt |",
            List.of(
                "missing: field pb.GetCompressResponse.continued = 5: OPTIONAL bool",
                "not agreed: field pb.GetCompressResponse.continued = 5: SINGULAR bool")),
        new Doctored(
            "a single field",
            "`ignores` | 4 | string | rep |",
            "`ignores` | 4 | string | |",
            List.of(
                "missing: field pb.ObjectQuery.ignores = 4: SINGULAR string",
                "not agreed: field pb.ObjectQuery.ignores = 4: REPEATED string")),
        new Doctored(
            "a field of another type",
            "`GcContentsRequest` | `sample` | 1 | **float** (32 bit) |",
            "`GcContentsRequest` | `sample` | 1 | int64 |",
            List.of(
                "missing: field pb.GcContentsRequest.sample = 1: SINGULAR int64",
                "not agreed: field pb.GcContentsRequest.sample = 1: SINGULAR float")),
        new Doctored(
            "a field of another enum",
            "enum `GetCacheResponse.Format` |",
            "enum `GetCompressResponse.Format` |",
            List.of(
                "missing: field pb.GetCacheResponse.format = 2:"
                    + " SINGULAR enum pb.GetCompressResponse.Format",
                "not agreed: field pb.GetCacheResponse.format = 2:"
                    + " SINGULAR enum pb.GetCacheResponse.Format")),
        new Doctored(
            "one field more",
            "| `GcContentsResponse` | `count` | 1 | int64 | |\n",
            "| `GcContentsResponse` | `count` | 1 | int64 | |\n| | `left` | 2 | int64 | |\n",
            List.of("missing: field pb.GcContentsResponse.left = 2: SINGULAR int64")),
        new Doctored(
            "one field less",
            "| | `max_content_send_size` | 5 | int64 | opt |\n",
            "",
            List.of(
                "not agreed: field pb.GetUnaryRequest.max_content_send_size = 5: OPTIONAL int64")),
        new Doctored(
            "one message more",
            "| `ResetResponse` | – empty – | | | |\n",
            "| `ResetResponse` | – empty – | | | |\n| `Renamed` | – empty – | | | |\n",
            List.of("missing: message pb.Renamed")),
        new Doctored(
            "one message less",
            "| `ResetResponse` | – empty – | | | |\n",
            "",
            List.of("not agreed: message pb.ResetResponse")),
        new Doctored(
            "nothing reserved",
            "| | *reserved number 3, reserved name `with_content`* | | | |\n",
            "",
            List.of(
                "not agreed: reserved name pb.ObjectQuery.with_content",
                "not agreed: reserved number pb.ObjectQuery 3")),
        new Doctored(
            "something else reserved",
            "reserved number 3, reserved name `with_content`",
            "reserved number 6, reserved name `with_content`",
            List.of(
                "missing: reserved number pb.ObjectQuery 6",
                "not agreed: reserved number pb.ObjectQuery 3")),
        new Doctored(
            "an enum value of another name",
            "value `S2_TAR = 0`",
            "value `TAR = 0`",
            List.of(
                "missing: enum value pb.GetCacheResponse.Format.TAR = 0",
                "missing: enum value pb.GetCompressResponse.Format.TAR = 0",
                "not agreed: enum value pb.GetCacheResponse.Format.S2_TAR = 0",
                "not agreed: enum value pb.GetCompressResponse.Format.S2_TAR = 0")),
        new Doctored(
            "a method of another kind",
            "| `GetUnary` | unary | `GetUnaryRequest` | `GetUnaryResponse` |",
            "| `GetUnary` | server streaming | `GetUnaryRequest` | stream `GetUnaryResponse` |",
            List.of(
                "missing: method pb.Fs/GetUnary:"
                    + " SERVER_STREAMING pb.GetUnaryRequest -> pb.GetUnaryResponse",
                "not agreed: method pb.Fs/GetUnary:"
                    + " UNARY pb.GetUnaryRequest -> pb.GetUnaryResponse")),
        new Doctored(
            "a method of another answer",
            "| `Reset` | unary | `ResetRequest` | `ResetResponse` |",
            "| `Reset` | unary | `ResetRequest` | `SnapshotResponse` |",
            List.of(
                "missing: method pb.Fs/Reset: UNARY pb.ResetRequest -> pb.SnapshotResponse",
                "not agreed: method pb.Fs/Reset: UNARY pb.ResetRequest -> pb.ResetResponse")),
        new Doctored(
            "one method less",
            "| `GcContents` | unary | `GcContentsRequest` | `GcContentsResponse` | admin |\n",
            "",
            List.of(
                "not agreed: method pb.Fs/GcContents:"
                    + " UNARY pb.GcContentsRequest -> pb.GcContentsResponse")),
        new Doctored(
            "another package",
            "`proto3`, package `pb`",
            "`proto3`, package `dl`",
            List.of("missing: package dl", "not agreed: package pb")),
        new Doctored(
            "another syntax",
            "`proto3`, package `pb`",
            "`proto2`, package `pb`",
            List.of("missing: syntax proto2", "not agreed: syntax proto3")),
        new Doctored(
            "a service of another name",
            "## 3. Service `pb.Cached`",
            "## 3. Service `pb.Caches`",
            List.of(
                "missing: method pb.Caches/PopulateDiskCache:"
                    + " UNARY pb.PopulateDiskCacheRequest -> pb.PopulateDiskCacheResponse",
                "missing: service pb.Caches",
                "not agreed: method pb.Cached/PopulateDiskCache:"
                    + " UNARY pb.PopulateDiskCacheRequest -> pb.PopulateDiskCacheResponse")));
  }

  @ParameterizedTest
  @MethodSource("doctored")
  void differences_nameEachFactThatADoctoredTableChanges(Doctored doctored) {
    assertThat(WireTables.parse(doctored.markdown()).differences(DESCRIBED))
        .containsExactlyElementsOf(doctored.differences());
  }

  static Stream<Doctored> unreadable() {
    return Stream.of(
        new Doctored(
            "a label",
            "`content` | 5 | bytes | opt |",
            "`content` | 5 | bytes | maybe |",
            List.of("unknown label 'maybe'")),
        new Doctored(
            "a type",
            "`content` | 5 | bytes | opt |",
            "`content` | 5 | blob | opt |",
            List.of("'blob' is not of the form")),
        new Doctored(
            "a number",
            "`content` | 5 | bytes | opt |",
            "`content` | five | bytes | opt |",
            List.of("five")),
        new Doctored(
            "a kind",
            "| `Update` | client streaming |",
            "| `Update` | streaming |",
            List.of("unknown kind of method")),
        new Doctored(
            "a kind that its types deny",
            "| `Update` | client streaming |",
            "| `Update` | unary |",
            List.of("contradict each other")),
        new Doctored(
            "a cell too many",
            "`content` | 5 | bytes | opt |",
            "`content` | 5 | bytes | opt | |",
            List.of("too many cells")),
        new Doctored(
            "a table's header",
            "| Message | Field | No. | Type | Label |",
            "| Message | Field | Number | Type | Label |",
            List.of("no table with the columns [Message, Field, No., Type, Label]")));
  }

  @ParameterizedTest
  @MethodSource("unreadable")
  void parse_refusesWhatItCannotRead(Doctored doctored) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> WireTables.parse(doctored.markdown()))
        .withMessageContaining(doctored.differences().getFirst());
  }

  @Test
  void parse_refusesADocumentWithoutServices() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> WireTables.parse("# nothing\n"))
        .withMessage("no section is headed 'Service'");
  }

  private static String document() {
    try {
      return Files.readString(DOCUMENT);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
