using System.CommandLine;
using FunctionsPipeline.Cli.Output;
using FunctionsPipeline.Pipelines.Publishing;

namespace FunctionsPipeline.Cli.Commands;

/// <summary>Options that say which publications a person means, and who the person is.</summary>
internal sealed class PublishOptions
{
    private readonly Argument<string?> _id = CommonOptions.RunId();
    private readonly Option<string?> _item = new("--item") { Description = "Only this item.", HelpName = "ID" };
    private readonly Option<string?> _target = new("--target") { Description = "Only what goes there: youtube or x.", HelpName = "NAME" };
    private readonly Option<string?> _by = new("--by") { Description = "Who says so. Default: the name of the user.", HelpName = "NAME" };
    private readonly Option<bool> _yes = new("--yes") { Description = "Do not ask." };

    public void AddTo(Command command)
    {
        command.Arguments.Add(_id);
        command.Options.Add(_item);
        command.Options.Add(_target);
        command.Options.Add(_by);
        command.Options.Add(_yes);
    }

    public string? RunId(CommandEnvironment environment) => environment.Arguments.GetValue(_id);

    /// <summary>Who says so.</summary>
    public string By(CommandEnvironment environment)
    {
        var by = environment.Arguments.GetValue(_by) ?? Environment.UserName;
        return by.Length is > 0 and <= PublicationDesk.NameCharactersMax && !by.Any(char.IsControl)
            ? by
            : throw new CommandException("invalid_option", $"--by has {by.Length} characters; 1 to {PublicationDesk.NameCharactersMax} printable ones are allowed.");
    }

    /// <summary>Those of the publications that are meant.</summary>
    public IReadOnlyList<PublicationView> Choose(CommandEnvironment environment, IReadOnlyList<PublicationView> publications)
    {
        var (item, target) = (environment.Arguments.GetValue(_item), environment.Arguments.GetValue(_target));
        if (item is not null && publications.All(view => view.ItemId != item)) throw new CommandException("no_publication", $"The run has nothing of item '{item}' to publish. Nothing was changed.");
        return [.. publications.Where(view => (item is null || view.ItemId == item) && (target is null || view.Target == target))];
    }

    /// <summary>Asks a person, unless the command line said yes.</summary>
    /// <exception cref="CommandException">Nobody can be asked.</exception>
    public bool IsSure(CommandEnvironment environment, PublicationView publication)
    {
        if (environment.Arguments.GetValue(_yes)) return true;
        if (Console.IsInputRedirected || !environment.Terminal.IsInteractive)
        {
            throw new CommandException("not_confirmed", "Nobody can be asked here, and an approval is a person's. Nothing was changed.", "Read the text, then say so with --yes.", ExitCodes.Blocked);
        }

        environment.Terminal.Message($"Publish exactly this to {publication.Target}? Type yes:");
        return string.Equals(Console.ReadLine()?.Trim(), "yes", StringComparison.OrdinalIgnoreCase);
    }
}
