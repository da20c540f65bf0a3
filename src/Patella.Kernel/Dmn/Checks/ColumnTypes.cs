using Patella.Kernel.Dmn.Feel;
using Patella.Kernel.Dmn.Model;

namespace Patella.Kernel.Dmn.Checks;

/// <summary>What a model says about the values of an input column: its basic type and its allowed values.</summary>
internal static class ColumnTypes
{
    private const int LongestChain = 32;

    internal static (string? Type, string? Allowed) Of(TableInput input, DmnDefinitions? model)
    {
        string? type = input.TypeRef ?? (model is null ? null : OfExpression(input.Expression.Text, model));
        string? allowed = input.AllowedValues?.Text;
        for (int hop = 0; hop < LongestChain && type is not null && Find(model, type) is { } item; hop++)
        {
            allowed ??= item.IsCollection ? null : item.AllowedValues;
            type = item.IsCollection ? null : item.TypeRef;
        }

        return (type, string.IsNullOrWhiteSpace(allowed) ? null : allowed);
    }

    /// <summary>The type at the end of a chain of definitions; null for a list.</summary>
    internal static string? Basic(string? type, DmnDefinitions? model)
    {
        for (int hop = 0; hop < LongestChain && type is not null && Find(model, type) is { } item; hop++)
        {
            type = item.IsCollection ? null : item.TypeRef;
        }

        return type;
    }

    // A path such as order.amount leads from an input through the components of its type.
    private static string? OfExpression(string text, DmnDefinitions model)
    {
        string[] steps = [.. text.Split('.').Select(NameRules.Normalise)];
        string? type = model.Inputs.Select(input => (DmnElement)input).Concat(model.Decisions)
            .FirstOrDefault(element => (element.Variable?.Name ?? element.Name) == steps[0])?.Variable?.TypeRef;
        foreach (string step in steps.Skip(1))
        {
            type = type is null ? null : Find(model, type)?.Components.FirstOrDefault(component => component.Name == step)?.TypeRef;
        }

        return type;
    }

    private static ItemDefinition? Find(DmnDefinitions? model, string type) =>
        model?.ItemDefinitions.FirstOrDefault(item => item.Name == type);
}
