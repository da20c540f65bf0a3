namespace Patella.Kernel.Dmn.Feel;

/// <summary>Three-valued logic: null is unknown, and a value that is no boolean counts as unknown.</summary>
internal static class Logic
{
    internal static object? And(object? left, object? right) =>
        left is false || right is false ? FeelValues.False : left is true && right is true ? FeelValues.True : null;

    internal static object? Or(object? left, object? right) =>
        left is true || right is true ? FeelValues.True : left is false && right is false ? FeelValues.False : null;

    internal static bool? Or(bool? left, bool? right) =>
        left == true || right == true ? true : left is null || right is null ? null : false;
}
