package io.fuxictr.ctr.engine;

import ai.djl.Device;
import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.training.ParameterStore;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A small TorchScript program that reaches operations of libtorch which DJL does not show.
 *
 * <p>The program is a resource, the body of a module {@code Step} with a method {@code forward}. It
 * is packed into the archive that libtorch expects: a zip, nothing compressed, of the code and of
 * two pickles, one of an instance of the class and one of an empty tuple of constants.
 *
 * <p>What a program changes in place has to be an argument of its own. Of a list that the program
 * cut out of another, libtorch leaves out a write that nothing reads afterwards.
 */
public final class TorchKernel implements AutoCloseable {
  private static final String NAME = "Step";
  private static final byte[] NO_CONSTANTS = {(byte) 0x80, 2, ')', '.'};

  private final Model program;

  private TorchKernel(Model program) {
    this.program = program;
  }

  /**
   * Compiles a program.
   *
   * @param owner class beside which the resources are
   * @param resources parts of the program, one after the other
   */
  public static TorchKernel load(Device device, Class<?> owner, String... resources) {
    String names = String.join(" + ", resources);
    Model program = Model.newInstance(NAME, device, "PyTorch");
    try {
      ByteArrayOutputStream source = new ByteArrayOutputStream();
      for (String resource : resources) {
        source.writeBytes(read(owner, resource));
      }
      program.load(new ByteArrayInputStream(archive(source.toByteArray())));
      return new TorchKernel(program);
    } catch (IOException e) {
      program.close();
      throw new UncheckedIOException("Loading the kernel " + names, e);
    } catch (MalformedModelException | EngineException e) {
      program.close();
      throw new IllegalStateException("libtorch does not accept the kernel " + names, e);
    }
  }

  private static byte[] read(Class<?> owner, String resource) throws IOException {
    try (InputStream source = owner.getResourceAsStream(resource)) {
      if (source == null) {
        throw new IllegalStateException("resource " + resource + " is not on the class path");
      }
      return source.readAllBytes();
    }
  }

  /** Adds a list of tensors to the arguments of a call. */
  public static void addList(NDList arguments, String name, List<NDArray> tensors) {
    tensors.forEach(tensor -> addTensor(arguments, name + "[]", tensor));
  }

  /** Adds a tensor to the arguments of a call. */
  public static void addTensor(NDList arguments, String name, NDArray tensor) {
    tensor.setName(name);
    arguments.add(tensor);
  }

  /**
   * Runs the program.
   *
   * @param arguments in the order of the program's parameters; tensors may be changed in place
   */
  public NDArray call(NDManager manager, NDList arguments) {
    return callForList(manager, arguments).singletonOrThrow();
  }

  /** Runs a program that returns a list of tensors, as {@link #call} does. */
  public NDList callForList(NDManager manager, NDList arguments) {
    return program.getBlock().forward(new ParameterStore(manager, false), arguments, false);
  }

  @Override
  public void close() {
    program.close();
  }

  private static byte[] archive(byte[] source) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      store(zip, "version", "3\n".getBytes(StandardCharsets.US_ASCII));
      store(zip, "data.pkl", instance());
      store(zip, "constants.pkl", NO_CONSTANTS);
      store(zip, "code/__torch__.py", source);
    }
    return bytes.toByteArray();
  }

  private static void store(ZipOutputStream zip, String name, byte[] content) throws IOException {
    CRC32 checksum = new CRC32();
    checksum.update(content);
    ZipEntry entry = new ZipEntry(NAME + "/" + name);
    entry.setMethod(ZipEntry.STORED);
    entry.setSize(content.length);
    entry.setCompressedSize(content.length);
    entry.setCrc(checksum.getValue());
    zip.putNextEntry(entry);
    zip.write(content);
    zip.closeEntry();
  }

  /** Pickles, protocol 2, an instance of the class whose state is {"training": True}. */
  private static byte[] instance() throws IOException {
    ByteArrayOutputStream pickle = new ByteArrayOutputStream();
    pickle.write(new byte[] {(byte) 0x80, 2, 'c'});
    pickle.write(("__torch__\n" + NAME + "\n").getBytes(StandardCharsets.US_ASCII));
    pickle.write(new byte[] {'q', 0, ')', (byte) 0x81, '}', '('});
    byte[] key = "training".getBytes(StandardCharsets.US_ASCII);
    pickle.write(new byte[] {'X', (byte) key.length, 0, 0, 0});
    pickle.write(key);
    pickle.write(new byte[] {'q', 1, (byte) 0x88, 'u', 'b', '.'});
    return pickle.toByteArray();
  }
}
