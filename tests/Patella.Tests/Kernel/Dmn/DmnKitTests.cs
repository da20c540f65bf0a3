using Patella.Host.Evaluations;
using Patella.Kernel.Dmn.Model;
using Patella.Kernel.Dmn.Xml;
using Xunit.Abstractions;

namespace Patella.Tests.Kernel.Dmn;

public sealed class DmnKitTests(ITestOutputHelper output)
{
    private const int LevelTwoCases = 116;

    // All but the 14 cases that call Java methods and expect their values.
    private const int LevelThreeGate = 3261;
    private const int LevelThreeCases = 3275;

    [DmnKitFact]
    public void The_engine_passes_the_compatibility_kit()
    {
        DmnKitReport report = DmnKit.Run(DmnKitFactAttribute.Archive!);

        var text = new StringWriter();
        report.Write(text);
        output.WriteLine(text.ToString());
        Assert.Equal((LevelTwoCases, LevelTwoCases), report.Count("compliance-level-2"));
        (int passed, int total) = report.Count("compliance-level-3");
        Assert.Equal(LevelThreeCases, total);
        Assert.True(passed >= LevelThreeGate, $"{passed} of {total} cases of level 3 pass, fewer than {LevelThreeGate}");
    }

    [Fact]
    public void The_runner_tells_passing_from_failing_cases_and_says_why()
    {
        string root = Directory.CreateTempSubdirectory("patella-kit").FullName;
        try
        {
            string folder = Directory.CreateDirectory(Path.Combine(root, "compliance-level-2", "0001-sums")).FullName;
            File.WriteAllText(Path.Combine(folder, "sums.dmn"), DmnWriter.Write(Models.Of(new LiteralExpression("x + 1"), "x")));
            File.WriteAllText(Path.Combine(folder, "sums-test.xml"), Suite);

            DmnKitReport report = DmnKit.Run(root);

            Assert.Equal((2, 3), report.Count());
            Assert.Equal("'Result' should be 4 but is 3", Assert.Single(report.Results, result => !result.Passed).Reason);
            var text = new StringWriter();
            report.Write(text);
            Assert.Contains("compliance-level-2: 2 / 3", text.ToString(), StringComparison.Ordinal);
            Assert.Contains("0001-sums case wrong", text.ToString(), StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(root, true);
        }
    }

    private const string Suite = """
        <testCases xmlns="http://www.omg.org/spec/DMN/20160719/testcase" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:xsd="http://www.w3.org/2001/XMLSchema">
          <modelName>sums.dmn</modelName>
          <testCase id="right"><inputNode name="x"><value xsi:type="xsd:decimal">2</value></inputNode>
            <resultNode name="Result"><expected><value xsi:type="xsd:decimal">3.000000001</value></expected></resultNode></testCase>
          <testCase id="wrong"><inputNode name="x"><value xsi:type="xsd:decimal">2</value></inputNode>
            <resultNode name="Result"><expected><value xsi:type="xsd:decimal">4</value></expected></resultNode></testCase>
          <testCase id="error"><inputNode name="x"><value xsi:type="xsd:string">two</value></inputNode>
            <resultNode name="Result" errorResult="true"><expected><value xsi:nil="true"/></expected></resultNode></testCase>
        </testCases>
        """;
}

/// <summary>Runs only where the kit is, beside the repository or where PATELLA_SHARED_DATA says.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class DmnKitFactAttribute : FactAttribute
{
    public DmnKitFactAttribute()
    {
        if (Archive is null)
        {
            Skip = "the compatibility kit is not here: expected ../shared/data/dmn-tck/TestCases.tar.gz beside the repository, or set PATELLA_SHARED_DATA";
        }
    }

    internal static string? Archive { get; } = Candidates().FirstOrDefault(File.Exists);

    private static IEnumerable<string> Candidates()
    {
        const string Inside = "dmn-tck/TestCases.tar.gz";
        if (Environment.GetEnvironmentVariable("PATELLA_SHARED_DATA") is { Length: > 0 } shared)
        {
            yield return Path.Combine(shared, Inside);
        }

        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Patella.slnx")))
            {
                yield return Path.Combine(folder.FullName, "..", "shared", "data", Inside);
            }
        }
    }
}
