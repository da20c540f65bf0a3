using Patella.Host.Evaluations;
using Patella.Kernel.Dmn.Model;
using Patella.Kernel.Dmn.Xml;

namespace Patella.Tests.Kernel.Dmn;

public sealed class DmnRoundTripTests
{
    [Fact]
    public void What_is_written_is_read_again_as_the_same_model()
    {
        for (int seed = 0; seed < 300; seed++)
        {
            DmnDefinitions model = new ModelGenerator(seed).Model();

            foreach (DmnVersion version in new[] { DmnVersion.Dmn13, DmnVersion.Dmn15 })
            {
                string text = DmnWriter.Write(model, version);
                DmnDefinitions again = DmnReader.Read(text);

                Assert.True(model.Equals(again), $"seed {seed}, {version}: read differently from what was written:\n{text}");
                Assert.Equal(text, DmnWriter.Write(again, version));
            }
        }
    }

    [Fact]
    public void Diagrams_and_extensions_that_are_not_understood_are_kept()
    {
        const string Text = """
            <definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" xmlns:dmndi="https://www.omg.org/spec/DMN/20191111/DMNDI/"
                         xmlns:shop="urn:shop" name="m" namespace="n">
              <decision id="d" name="D"><extensionElements><shop:owner since="2024">Wang</shop:owner></extensionElements>
                <literalExpression><text>1</text></literalExpression></decision>
              <knowledgeSource id="k" name="Law"/>
              <dmndi:DMNDI><dmndi:DMNDiagram id="g"/></dmndi:DMNDI>
            </definitions>
            """;

        DmnDefinitions model = DmnReader.Read(Text);
        string written = DmnWriter.Write(model);

        Assert.Contains("Wang</", written, StringComparison.Ordinal);
        Assert.Contains("since=\"2024\"", written, StringComparison.Ordinal);
        Assert.Contains("knowledgeSource", written, StringComparison.Ordinal);
        Assert.Contains("https://www.omg.org/spec/DMN/20230324/DMNDI/", written, StringComparison.Ordinal);
        Assert.DoesNotContain("20191111", written, StringComparison.Ordinal);
        Assert.Equal(model, DmnReader.Read(written));
    }

    [DmnKitFact]
    public void The_models_of_the_kit_mean_the_same_after_being_written_and_read_again()
    {
        DmnKitReport report = DmnKit.Run(DmnKitFactAttribute.Archive!, model =>
        {
            DmnDefinitions older = DmnReader.Read(DmnWriter.Write(model, DmnVersion.Dmn13));
            DmnDefinitions again = DmnReader.Read(DmnWriter.Write(older));
            Assert.Equal(model, again);
            return again;
        });

        Assert.Equal(DmnKit.Run(DmnKitFactAttribute.Archive!).Count(), report.Count());
    }
}
