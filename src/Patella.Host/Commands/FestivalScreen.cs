using Patella.Simulator.Festival;
using Spectre.Console;

namespace Patella.Host.Commands;

/// <summary>Shows a running festival: one line that renews itself on a terminal, a line every ten seconds anywhere else.</summary>
internal sealed class FestivalScreen(int sessions) : IProgress<FestivalProgress>, IDisposable
{
    private static readonly TimeSpan Often = TimeSpan.FromSeconds(10);
    private readonly Lock _gate = new();
    private string _stage = "";
    private TimeSpan _next;
    private bool _shown;

    public void Report(FestivalProgress value)
    {
        lock (_gate)
        {
            var text = value.Stage == "running"
                ? $"running: {value.Finished}/{(value.Planned > 0 ? value.Planned : sessions)} over, {value.Started - value.Finished} here, {value.Waiting} wait, {value.Messages} messages, {value.Errors} errors, {value.Elapsed.TotalSeconds:0} s"
                : $"{value.Stage}: {value.Elapsed.TotalSeconds:0} s";
            if (Screen.IsTerminal)
            {
                Console.Write("\r" + text.PadRight(Math.Max(1, AnsiConsole.Profile.Width - 1))[..Math.Max(1, Math.Min(AnsiConsole.Profile.Width - 1, 400))]);
                _shown = true;
            }
            else if (value.Stage != _stage || value.Elapsed >= _next)
            {
                Console.WriteLine(text);
                _next = value.Elapsed + Often;
            }

            _stage = value.Stage;
        }
    }

    /// <summary>Leaves the renewed line.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_shown)
            {
                Console.WriteLine();
                _shown = false;
            }
        }
    }
}
