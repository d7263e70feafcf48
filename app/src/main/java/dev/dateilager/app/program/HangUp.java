package dev.dateilager.app.program;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;

/**
 * The signal that daemons take as "look again" (SIGHUP). The JDK offers signals only in its
 * unsupported module, which is reached by reflection: javac warns of every direct use, and warnings
 * end the build.
 */
final class HangUp {
  private HangUp() {}

  /**
   * From now on the signal does this, and no longer ends the process.
   *
   * @return false if the platform has no such signal
   */
  static boolean does(Runnable action) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      InvocationHandler calls =
          (proxy, method, arguments) -> {
            switch (method.getName()) {
              case "handle" -> action.run();
              case "equals" -> {
                return System.identityHashCode(proxy) == System.identityHashCode(arguments[0]);
              }
              case "hashCode" -> {
                return System.identityHashCode(proxy);
              }
              default -> {
                return "SIGHUP";
              }
            }
            return null;
          };
      Object handling =
          Proxy.newProxyInstance(HangUp.class.getClassLoader(), new Class<?>[] {handler}, calls);
      var _ =
          signal
              .getMethod("handle", signal, handler)
              .invoke(null, signal.getConstructor(String.class).newInstance("HUP"), handling);
      return true;
    } catch (ReflectiveOperationException _) {
      return false;
    }
  }
}
