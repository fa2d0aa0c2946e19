package io.fuxictr.deploy;

import io.fuxictr.task.TaskId;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A task's number on the command line. */
final class TaskArgument implements ITypeConverter<TaskId> {
  TaskArgument() {}

  @Override
  public TaskId convert(String text) {
    try {
      return new TaskId(Long.parseLong(text));
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException("'" + text + "' is no task number");
    }
  }
}
