package io.fuxictr.dataset;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(
    packages = "io.fuxictr.dataset",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest
  static final ArchRule packagesFormNoCycle =
      slices().matching("io.fuxictr.dataset.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule onlyPartKnowsParquetAndHadoop =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.fuxictr.dataset.part")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.apache.parquet..", "org.apache.hadoop..");

  @ArchTest
  static final ArchRule onlyInputKnowsCsv =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.fuxictr.dataset.input")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("de.siegmar..");

  @ArchTest
  static final ArchRule hadoopIsNotTouched =
      noClasses().should().dependOnClassesThat().resideInAPackage("org.apache.hadoop..");
}
