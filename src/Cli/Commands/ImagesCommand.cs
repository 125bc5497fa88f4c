using System.CommandLine;

namespace FunctionsPipeline.Cli.Commands;

/// <summary><c>images --input-file FILE</c>: iterates images against a judge and keeps the best.</summary>
internal static class ImagesCommand
{
    public static Command Create()
    {
        var output = new OutputDirectory("the results (a folder a prompt, as under results/ in the run's folder)", "*", "results");
        var command = new InputCommand("images", "prompts", "Makes images, has them judged, betters the prompts by what failed, and keeps the best.")
            .Field(new Option<double?>("--target-score") { Description = "Score at which a prompt is done (field targetScore).", HelpName = "SHARE" }, "targetScore")
            .Field(new Option<int?>("--iterations") { Description = "Images of a prompt at most (field iterationsMax).", HelpName = "N" }, "iterationsMax")
            .Field(new Option<int?>("--baseline") { Description = "So many parallel samples at equal cost instead of iterations (field baseline).", HelpName = "N" }, "baseline")
            .Field(new Option<string?>("--aspect-ratio") { Description = "Shape of the images, such as 16:9 (field aspectRatio).", HelpName = "W:H" }, "aspectRatio")
            .List("--image-model", "images", "Makers of images, the preferred one first")
            .List("--judge", "judges", "Models that judge, the preferred one first")
            .Create(output.CopyAsync);
        output.AddTo(command);
        return command;
    }
}
