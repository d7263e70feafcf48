package dev.dateilager.proto;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import dev.dateilager.proto.WireContract.Kind;
import dev.dateilager.proto.WireContract.Label;
import io.grpc.MethodDescriptor.ReflectableMarshaller;
import io.grpc.ServiceDescriptor;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedSet;
import java.util.TreeSet;

/** Reads the contract that the generated code keeps. */
final class DescribedContract {
  private DescribedContract() {}

  static WireContract of(FileDescriptor... files) {
    var facts = new ArrayList<String>();
    for (var file : files) {
      facts.add(WireContract.syntax(file.toProto().getSyntax()));
      facts.add(WireContract.packageName(file.getPackage()));
      facts.add(WireContract.goPackage(file.getOptions().getGoPackage()));
      for (var service : file.getServices()) {
        facts.add(WireContract.service(service.getFullName()));
        for (var method : service.getMethods()) {
          facts.add(
              WireContract.method(
                  service.getFullName() + "/" + method.getName(),
                  kind(method),
                  method.getInputType().getFullName(),
                  method.getOutputType().getFullName()));
        }
      }
      for (var message : file.getMessageTypes()) {
        addMessage(facts, message);
      }
      for (var enumeration : file.getEnumTypes()) {
        addEnum(facts, enumeration);
      }
    }
    return WireContract.of(facts);
  }

  /**
   * The same facts about methods as {@link WireContract#methods()}, from what gRPC puts on the
   * wire.
   */
  static SortedSet<String> methodsOf(ServiceDescriptor... services) {
    var facts = new TreeSet<String>();
    for (var service : services) {
      for (var method : service.getMethods()) {
        facts.add(
            WireContract.method(
                method.getFullMethodName(),
                Kind.valueOf(method.getType().name()),
                messageName(service, method.getRequestMarshaller()),
                messageName(service, method.getResponseMarshaller())));
      }
    }
    return facts;
  }

  private static String messageName(
      ServiceDescriptor service, io.grpc.MethodDescriptor.Marshaller<?> marshaller) {
    var serviceName = service.getName();
    var packagePrefix = serviceName.substring(0, serviceName.lastIndexOf('.') + 1);
    return packagePrefix
        + ((ReflectableMarshaller<?>) marshaller).getMessageClass().getSimpleName();
  }

  private static Kind kind(MethodDescriptor method) {
    if (method.isClientStreaming()) {
      return method.isServerStreaming() ? Kind.BIDI_STREAMING : Kind.CLIENT_STREAMING;
    }
    return method.isServerStreaming() ? Kind.SERVER_STREAMING : Kind.UNARY;
  }

  private static void addMessage(List<String> facts, Descriptor message) {
    var name = message.getFullName();
    facts.add(WireContract.message(name));
    for (var field : message.getFields()) {
      facts.add(
          WireContract.field(name, field.getName(), field.getNumber(), label(field), type(field)));
    }
    for (var oneof : message.getRealOneofs()) {
      facts.add(
          WireContract.oneof(
              name,
              oneof.getName(),
              oneof.getFields().stream().map(FieldDescriptor::getName).toList()));
    }
    var written = message.toProto();
    for (var range : written.getReservedRangeList()) {
      for (int number = range.getStart(); number < range.getEnd(); number++) {
        facts.add(WireContract.reservedNumber(name, number));
      }
    }
    for (var reserved : written.getReservedNameList()) {
      facts.add(WireContract.reservedName(name, reserved));
    }
    for (var nested : message.getNestedTypes()) { // a map is one, too
      addMessage(facts, nested);
    }
    for (var nested : message.getEnumTypes()) {
      addEnum(facts, nested);
    }
  }

  private static void addEnum(List<String> facts, EnumDescriptor enumeration) {
    facts.add(WireContract.enumType(enumeration.getFullName()));
    for (var value : enumeration.getValues()) {
      facts.add(
          WireContract.enumValue(enumeration.getFullName(), value.getName(), value.getNumber()));
    }
  }

  private static Label label(FieldDescriptor field) {
    if (field.isRepeated()) {
      return field.isPacked() ? Label.PACKED : Label.REPEATED;
    }
    return field.toProto().getProto3Optional() ? Label.OPTIONAL : Label.SINGULAR;
  }

  private static String type(FieldDescriptor field) {
    return switch (field.getJavaType()) {
      case MESSAGE -> field.getMessageType().getFullName();
      case ENUM -> "enum " + field.getEnumType().getFullName();
      case INT, LONG, FLOAT, DOUBLE, BOOLEAN, STRING, BYTE_STRING ->
          field.getType().name().toLowerCase(Locale.ROOT);
    };
  }
}
