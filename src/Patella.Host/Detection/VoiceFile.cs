using Patella.Service.Edge.Lines;

namespace Patella.Host.Detection;

/// <summary>A line of a file of voices: what stands in it, or what is wrong with it.</summary>
internal readonly record struct ReadVoice(int Number, VoiceLine Voice, string? Problem);

/// <summary>A file of voices, a JSON object a line, in bounded memory. Each line is good or told; none ends the reading.</summary>
internal sealed class VoiceFile(string path)
{
    /// <summary>Every line that is not empty, in order.</summary>
    public IEnumerable<ReadVoice> Read()
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1);
        foreach (var line in BoundedLines.Read(file, VoiceLine.LongestLine))
        {
            if (!line.IsEmpty)
            {
                var problem = VoiceLine.Read(line, out var voice);
                yield return new ReadVoice(line.Number, voice, problem);
            }
        }
    }
}
