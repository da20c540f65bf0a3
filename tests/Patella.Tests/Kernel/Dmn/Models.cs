using Patella.Kernel.Dmn;
using Patella.Kernel.Dmn.Model;

namespace Patella.Tests.Kernel.Dmn;

/// <summary>Small models for tests.</summary>
internal static class Models
{
    /// <summary>A model of one decision called Result over number or other inputs of these names.</summary>
    internal static DmnDefinitions Of(DmnExpression logic, params string[] inputs) => new()
    {
        Name = "sample",
        Namespace = "https://patella.example/sample",
        Inputs = inputs.Select(name => new InputData { Name = name, Id = "input-" + name, Variable = new InformationItem(name) }).ToValueList(),
        Decisions =
        [
            new Decision
            {
                Name = "Result",
                Id = "result",
                Requirements = inputs.Select(name => new Requirement(RequirementKind.Input, "#input-" + name)).ToValueList(),
                Logic = logic,
            },
        ],
    };

    /// <summary>A table over one input x with one output; each rule is "test => output".</summary>
    internal static DecisionTable Table(HitPolicy policy, params string[] rules) => new()
    {
        HitPolicy = policy,
        Inputs = [new TableInput(new TableCell("x"))],
        Outputs = [new TableOutput { Name = "out" }],
        Rules = rules.Select(Rule).ToValueList(),
    };

    internal static DmnResult Evaluate(DmnDefinitions model, object? facts = null, DmnOptions? options = null) =>
        DmnProgram.Compile(model).Evaluate("Result", Facts(facts), options);

    internal static object? Feel(string text, object? values = null)
    {
        Dictionary<string, object?> known = Facts(values);
        return FeelExpression.Compile(text, known.Keys).Evaluate(known).Value;
    }

    /// <summary>The properties of an anonymous object by name.</summary>
    internal static Dictionary<string, object?> Facts(object? values) =>
        values?.GetType().GetProperties().ToDictionary(property => property.Name, property => property.GetValue(values)) ?? [];

    private static TableRule Rule(string text)
    {
        string[] sides = text.Split("=>", 2);
        return new TableRule([new TableCell(sides[0].Trim())], [new TableCell(sides[1].Trim())]);
    }
}
