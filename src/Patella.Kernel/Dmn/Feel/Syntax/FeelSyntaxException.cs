namespace Patella.Kernel.Dmn.Feel;

/// <summary>A text is not FEEL; the position counts characters from 0.</summary>
public sealed class FeelSyntaxException(string message, int position) : Exception($"{message} (at character {position + 1})")
{
    /// <summary>Where, counted in characters from 0.</summary>
    public int Position { get; } = position;
}
