using Patella.Kernel.Dmn;
using Patella.Kernel.Dmn.Feel;
using Patella.Kernel.Dmn.Model;
using Patella.Kernel.Dmn.Xml;

namespace Patella.Tests.Kernel.Dmn;

public sealed class MalformedDmnTests
{
    private const string Head = "<definitions xmlns='https://www.omg.org/spec/DMN/20230324/MODEL/' name='m' namespace='n'>\n";

    [Theory]
    [InlineData("<definitions", "well-formed")]
    [InlineData("<definitions xmlns='urn:other' name='m' namespace='n'/>", "DMN 1.2 to 1.6")]
    [InlineData("<!DOCTYPE d [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><d>&e;</d>", "well-formed")]
    [InlineData(Head + "<decision id='d'/></definitions>", "decision: the attribute 'name' is missing (line 2")]
    [InlineData(Head + "<decision name='D'><informationRequirement><requiredInput/></informationRequirement></decision></definitions>", "decision 'D' / informationRequirement / requiredInput: the attribute 'href'")]
    [InlineData(Head + "<decision name='D'><decisionTable hitPolicy='SOMETIMES'><output/></decisionTable></decision></definitions>", "decision 'D' / decisionTable: there is no hit policy 'SOMETIMES'")]
    [InlineData(Head + "<decision name='D'><decisionTable><input><inputExpression><text>x</text></inputExpression></input><output/><rule><inputEntry><text>1</text></inputEntry><outputEntry><text>1</text></outputEntry></rule><rule><outputEntry><text>1</text></outputEntry></rule></decisionTable></decision></definitions>", "decision 'D' / decisionTable / rule 2: the rule has 0 input and 1 output entries")]
    [InlineData(Head + "<decision name='D'><conditional><if><literalExpression><text>true</text></literalExpression></if></conditional></decision></definitions>", "decision 'D' / conditional: <then> is missing")]
    public void A_file_that_is_no_model_is_refused_with_the_place(string text, string expected)
    {
        DmnFormatException fault = Assert.Throws<DmnFormatException>(() => DmnReader.Read(text));

        Assert.Contains(expected, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_nested_without_end_is_refused()
    {
        string deep = Head + "<decision name='D'>" + string.Concat(Enumerable.Repeat("<list>", 20_000)) + string.Concat(Enumerable.Repeat("</list>", 20_000)) + "</decision></definitions>";

        Assert.Contains("nested", Assert.Throws<DmnFormatException>(() => DmnReader.Read(deep)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("> 1 >", "=> 1", "rule 2, input 1")]
    [InlineData("> 1", "=> 1 +", "rule 2, output 1")]
    [InlineData("> unknown", "=> 1", "rule 2, input 1")]
    [InlineData("\"open", "=> 1", "rule 2, input 1")]
    [InlineData("@\"2024-13-01\"", "=> 1", "rule 2, input 1")]
    public void A_cell_that_is_no_FEEL_is_named_and_the_other_rules_still_work(string test, string output, string place)
    {
        DmnProgram program = DmnProgram.Compile(Models.Of(Models.Table(HitPolicy.First, "0 => \"fine\"", test + output), "x"));

        Assert.Equal($"decision 'Result', {place}", Assert.Single(program.Problems).Place);
        Assert.Equal("fine", program.Evaluate("Result", new Dictionary<string, object?> { ["x"] = 0 }).Value);
    }

    [Fact]
    public void Requirements_that_lead_nowhere_or_in_a_circle_are_named()
    {
        Decision first = Needing("First", "#second");
        Decision second = Needing("Second", "#first");
        Decision lost = Needing("Lost", "#nowhere");
        DmnDefinitions model = Models.Of(new LiteralExpression("1")) with { Decisions = [first, second, lost] };

        DmnProgram program = DmnProgram.Compile(model);

        Assert.Equal(["decision 'First'", "decision 'Lost'", "decision 'Second'"], program.Problems.Select(problem => problem.Place).Distinct().Order());
        Assert.Null(program.Evaluate("First", new Dictionary<string, object?>()).Value);
    }

    [Fact]
    public void Types_that_are_unknown_or_circular_are_named()
    {
        DmnDefinitions model = Models.Of(new LiteralExpression("1") { TypeRef = "nothing" }) with
        {
            ItemDefinitions =
            [
                new ItemDefinition { Name = "a", TypeRef = "b" },
                new ItemDefinition { Name = "b", TypeRef = "a" },
                new ItemDefinition { Name = "tree", Components = [new ItemDefinition { Name = "children", TypeRef = "tree", IsCollection = true }] },
            ],
        };

        string[] messages = [.. DmnProgram.Compile(model).Problems.Select(problem => problem.ToString())];

        Assert.Contains("decision 'Result': there is no type 'nothing'", messages);
        Assert.Contains(messages, message => message.Contains("defined as itself", StringComparison.Ordinal));
        Assert.DoesNotContain(messages, message => message.Contains("tree", StringComparison.Ordinal));
    }

    [Fact]
    public void A_fact_of_the_wrong_type_is_named()
    {
        DmnDefinitions model = Models.Of(new LiteralExpression("x + 1"), "x");
        model = model with { Inputs = [model.Inputs[0] with { Variable = new InformationItem("x", "number") }] };

        DmnResult result = Models.Evaluate(model, new { x = "seven" });

        Assert.Null(result.Value);
        Assert.Equal("input 'x': the value given should be number but is string", result.Problems[0].ToString());
    }

    [Fact]
    public void A_fact_that_its_type_does_not_allow_is_named_with_the_path_to_it()
    {
        ItemDefinition line = new() { Name = "lines", IsCollection = true, Components = [new ItemDefinition { Name = "count", TypeRef = "number", AllowedValues = "[1..99]" }] };
        DmnDefinitions model = Models.Of(new LiteralExpression("x.status"), "x") with
        {
            ItemDefinitions =
            [
                new ItemDefinition { Name = "tStatus", TypeRef = "string", AllowedValues = "\"paid\", \"shipped\"" },
                new ItemDefinition { Name = "tOrder", TypeConstraint = "count(?.lines) < 3", Components = [new ItemDefinition { Name = "status", TypeRef = "tStatus" }, line] },
            ],
        };
        model = model with { Inputs = [model.Inputs[0] with { Variable = new InformationItem("x", "tOrder") }] };
        object Order(string status, params int[] counts) => new { x = FeelValues.From(new Dictionary<string, object?>
        {
            ["status"] = status,
            ["lines"] = counts.Select(count => new Dictionary<string, object?> { ["count"] = count }).ToArray(),
        }) };

        Assert.Equal("paid", Models.Evaluate(model, Order("paid", 1, 99)).Value);
        Assert.Equal("input 'x': status: \"lost\" is not among the allowed values", Models.Evaluate(model, Order("lost", 1)).Problems[0].ToString());
        Assert.Equal("input 'x': lines[2].count: 100 is not among the allowed values", Models.Evaluate(model, Order("paid", 1, 100)).Problems[0].ToString());
        Assert.Equal("input 'x': a context of 2 does not meet the constraint of its type", Models.Evaluate(model, Order("paid", 1, 1, 1)).Problems[0].ToString());
    }

    [Fact]
    public void Asking_for_what_the_model_does_not_have_is_an_argument_error()
    {
        DmnProgram program = DmnProgram.Compile(Models.Of(new LiteralExpression("1")));

        Assert.Throws<ArgumentException>(() => program.Evaluate("Other", new Dictionary<string, object?>()));
        Assert.Throws<ArgumentException>(() => Models.Feel("x", new { x = double.NaN }));
        Assert.Throws<ArgumentException>(() => Models.Feel("x", new { x = new object() }));
    }

    private static Decision Needing(string name, string href) => new()
    {
        Name = name,
        Id = name.ToLowerInvariant(),
        Requirements = [new Requirement(RequirementKind.Decision, href)],
        Logic = new LiteralExpression(href == "#nowhere" ? "1" : href == "#second" ? "Second" : "First"),
    };
}
