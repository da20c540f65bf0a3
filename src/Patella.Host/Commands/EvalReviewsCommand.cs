using System.CommandLine;
using Patella.Host.Evaluations.Voices;

namespace Patella.Host.Commands;

/// <summary><c>patella eval reviews</c>: the learner of voices against a public set of Chinese reviews.</summary>
internal static class EvalReviewsCommand
{
    public static Command Build()
    {
        var data = new Option<string>("--data") { Description = "Folder with food_delivery.csv and online_shopping.csv", Required = true, HelpName = "folder" };
        var every = new Option<int>("--every") { Description = "Take every n-th review only, for a quick look; goals are for all of them", DefaultValueFactory = _ => 1, HelpName = "number" };
        var command = new Command("reviews", "Train the learner of voices on four fifths of public Chinese reviews and measure it on the fifth held out (told by a hash of the text). Ends with 1 when a goal is missed.") { data, every };
        command.SetAction(parsed => Run(parsed.GetRequiredValue(data), Math.Max(1, parsed.GetValue(every))));
        return command;
    }

    private static int Run(string folder, int every)
    {
        foreach (var file in (string[])[ReviewSet.Food, ReviewSet.Shopping])
        {
            if (!File.Exists(Path.Combine(folder, file)))
            {
                throw new CommandFailedException(ExitCodes.EnvironmentMissing, $"{Path.Combine(folder, file)} is not there.");
            }
        }

        IReadOnlyList<ReviewFigure> figures;
        try
        {
            figures = ReviewsEvaluation.Run(folder, every);
        }
        catch (Exception failure) when (failure is FormatException or ArgumentException)
        {
            throw new CommandFailedException(ExitCodes.BadInput, $"{folder} is not as the set's files are: {failure.Message}", failure);
        }

        Screen.Table(
            ["what", "right", "of", "percent", "goal", "reached", "looked at twice", "seconds to train"],
            figures.Select(one => (string[])[one.What, $"{one.Right}", $"{one.Total}", $"{one.Percent:0.00}", $"{one.Goal:0.0}", one.Reached ? "yes" : "no", $"{one.Second}", $"{one.TrainSeconds:0.0}"]));
        return figures.All(one => one.Reached) ? ExitCodes.Done : ExitCodes.Failed;
    }
}
