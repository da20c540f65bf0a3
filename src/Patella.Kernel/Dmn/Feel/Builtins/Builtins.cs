using System.Collections.Frozen;

namespace Patella.Kernel.Dmn.Feel;

/// <summary>The library of FEEL.</summary>
internal static class Builtins
{
    private static readonly FrozenDictionary<string, FeelFunction> All =
        new[]
        {
            ConversionFunctions.All, StringFunctions.All, ListFunctions.All, AggregateFunctions.All, NumberFunctions.All,
            DateFunctions.All, ContextFunctions.All, RangeFunctions.All,
        }
        .SelectMany(functions => functions)
        .ToFrozenDictionary(function => function.Name, FeelFunction (function) => function, StringComparer.Ordinal);

    /// <summary>The names, for the parser.</summary>
    internal static NameTable Names { get; } = new(All.Keys);

    internal static FeelFunction? Find(string name) => All.GetValueOrDefault(name);
}
