namespace Patella.Kernel.Dmn.Feel;

/// <summary>The types a piece of FEEL may name: the built-in ones and those of the model.</summary>
internal sealed class TypeScope
{
    private readonly Dictionary<string, FeelType> named = new(StringComparer.Ordinal);

    internal static TypeScope BuiltInOnly { get; } = new();

    internal IEnumerable<string> Names => named.Keys;

    internal void Define(string name, FeelType type) => named[name] = type;

    internal FeelType? Find(string name) => named.TryGetValue(name, out FeelType? type) ? type : FeelType.BuiltIn(name);
}
