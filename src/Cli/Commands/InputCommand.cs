using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using FunctionsPipeline.Cli.Output;
using FunctionsPipeline.Pipelines;
using FunctionsPipeline.Pipelines.Input;

namespace FunctionsPipeline.Cli.Commands;

/// <summary>
/// A command that runs one pipeline on a file of inputs, with its fields as flags: <c>comments</c>, <c>images</c>. A specification file
/// does the same with <c>run</c>.
/// </summary>
internal sealed class InputCommand
{
    private readonly string _pipeline;
    private readonly string _inputField;
    private readonly Command _command;
    private readonly List<(Option Option, string Field, Func<ParseResult, JsonNode?> Read)> _fields = [];
    private readonly EndOptions _end = new();

    private readonly Option<string> _input = new("--input-file") { Description = "The inputs: .jsonl, .json, .yaml, .csv or .txt; or a specification (YAML or JSON).", HelpName = "FILE", Required = true };
    private readonly Option<int?> _batchSize = new("--batch-size") { Description = "Items under way at once (field batchSize).", HelpName = "N" };
    private readonly Option<bool> _noBatch = new("--no-batch") { Description = "One item after the other; the results are the same." };
    private readonly Option<bool> _isNew = new("--new") { Description = "Start anew even when a run of this input is unfinished." };
    private readonly Option<bool> _isDry = new("--dry-run") { Description = "Only check and forecast, like 'plan'." };
    private readonly Option<ItemRange?> _range = RunOptions.RangeOption();
    private readonly Option<string?> _fork = RunOptions.ForkOption();
    private readonly Option<string?> _from = RunOptions.FromOption();
    private readonly Option<bool> _isDaily = new("--daily-mode") { Description = "Today's run of the project, once a day: the same command again goes on with it, or says that it was had. Shared with the project's schedules." };
    private QueryOptions? _queries;
    private Option? _instead;

    /// <param name="pipeline">The pipeline, and the name of the command.</param>
    /// <param name="inputField">Field of the specification that names the inputs.</param>
    /// <param name="description">One line of help.</param>
    public InputCommand(string pipeline, string inputField, string description)
    {
        (_pipeline, _inputField) = (pipeline, inputField);
        _command = new Command(pipeline, description) { _input, _batchSize, _noBatch };
        _command.Validators.Add(result =>
        {
            if (result.GetResult(_batchSize) is not null && result.GetResult(_noBatch) is not null) result.AddError("--batch-size and --no-batch contradict each other; give one of them.");
        });
        Field(new Option<string?>("--project") { Description = "Project whose caps and ledger apply (field project).", HelpName = "NAME" }, "project");
    }

    /// <summary>A flag that stands for a field.</summary>
    public InputCommand Field<T>(Option<T> option, string field)
    {
        _command.Options.Add(option);
        _fields.Add((option, field, arguments => arguments.GetValue(option) is { } value ? JsonValue.Create(value) : null));
        return this;
    }

    /// <summary>A flag that may be given several times, for a field that is a list.</summary>
    public InputCommand List(string name, string field, string description)
    {
        var option = new Option<string[]>(name) { Description = $"{description} (field {field}); may be given several times.", HelpName = "NAME" };
        _command.Options.Add(option);
        _fields.Add((option, field, arguments => arguments.GetValue(option) is { Length: > 0 } values ? new JsonArray([.. values.Select(value => (JsonNode)value)]) : null));
        return this;
    }

    /// <summary>A flag that switches a field on.</summary>
    public InputCommand Flag(string name, string field, string description)
    {
        var option = new Option<bool>(name) { Description = $"{description} (field {field})." };
        _command.Options.Add(option);
        _fields.Add((option, field, arguments => arguments.GetValue(option) ? JsonValue.Create(true) : null));
        return this;
    }

    /// <summary>A pair of flags that switches a field on and off.</summary>
    public InputCommand Switch(string name, string field, string description)
    {
        var on = new Option<bool>("--" + name) { Description = $"{description} (field {field})." };
        var off = new Option<bool>("--no-" + name) { Description = $"Not: {description}" };
        _command.Options.Add(on);
        _command.Options.Add(off);
        _command.Validators.Add(result =>
        {
            if (result.GetResult(on) is not null && result.GetResult(off) is not null) result.AddError($"--{name} and --no-{name} contradict each other; give one of them.");
        });
        _fields.Add((on, field, arguments => arguments.GetValue(on) ? JsonValue.Create(true) : arguments.GetValue(off) ? JsonValue.Create(false) : null));
        return this;
    }

    /// <summary>The inputs may be posts that are searched for, instead of a file.</summary>
    public InputCommand OrQueries()
    {
        _queries = new QueryOptions(_input);
        _input.Required = false;
        _queries.AddTo(_command);
        return this;
    }

    /// <summary>The inputs may be looked for in places that a list names, instead of a file.</summary>
    public InputCommand OrList(string name, string field, string description)
    {
        List(name, field, description);
        _instead = _fields[^1].Option;
        _input.Required = false;
        _command.Validators.Add(result =>
        {
            var (isFile, isList) = (result.GetResult(_input) is not null, result.GetResult(_instead) is not null);
            if (isFile == isList) result.AddError(isFile ? $"{_input.Name} and {name} contradict each other; give one of them." : $"Option '{_input.Name}' or '{name}' is required.");
        });
        return this;
    }

    /// <summary>There may be one run a day.</summary>
    public InputCommand Daily()
    {
        _command.Options.Add(_isDaily);
        _command.Validators.Add(result =>
        {
            if (result.GetResult(_isDaily) is null) return;
            foreach (var other in _command.Options.Where(option => option == _isNew || option == _fork || option == _from || option.Name == "--preview").Where(other => result.GetResult(other) is not null)) result.AddError($"{_isDaily.Name} and {other.Name} contradict each other; give one of them.");
        });
        return this;
    }

    /// <summary>The command.</summary>
    /// <param name="afterAsync">What is done with the ended run besides; null for nothing.</param>
    public Command Create(Func<CommandEnvironment, string, Task>? afterAsync = null)
    {
        Field(new Option<decimal?>("--max-usd") { Description = "Cap of the run in dollars (field budgetUsd).", HelpName = "USD" }, "budgetUsd");
        Field(new Option<int?>("--requests-per-minute") { Description = "Calls allowed in any minute (field requestsPerMinute).", HelpName = "N" }, "requestsPerMinute");
        Field(new Option<int?>("--seed") { Description = "Seed of the run's draws (field seed).", HelpName = "N" }, "seed");
        foreach (var option in new Option[] { _range, _isNew, _isDry, _fork, _from }) _command.Options.Add(option);
        _end.AddTo(_command);
        return _command.Runs(async (environment, cancellationToken) =>
        {
            var arguments = environment.Arguments;
            var end = _end.Read(environment) with { AfterAsync = afterAsync is null ? null : folder => afterAsync(environment, folder) };
            if (_queries?.Read(arguments, FieldsOf(arguments)) is { } search)
            {
                var run = new SearchedRun(environment, search with { IsNew = arguments.GetValue(_isNew) }, _pipeline, inputs => OfInputs(arguments, inputs));
                return arguments.GetValue(_isDry) ? await run.PlanAsync(cancellationToken) : await run.RunAsync(end, cancellationToken);
            }

            var wanted = await WantedAsync(arguments, cancellationToken);
            return arguments.GetValue(_isDry)
                ? await PlanCommand.PlanAsync(environment, wanted, cancellationToken)
                : await RunCommand.RunAsync(environment, wanted, end, cancellationToken);
        });
    }

    private async Task<WantedRun> WantedAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        if (_instead is not null && arguments.GetValue(_input) is null) return OfInputs(arguments, null);
        var path = arguments.GetRequiredValue(_input);
        return await SpecHeader.IsSpecAsync(path, cancellationToken) ? OfSpec(arguments, path) : OfInputs(arguments, path);
    }

    /// <summary>A run of a specification, with flags over its fields.</summary>
    private WantedRun OfSpec(ParseResult arguments, string path)
    {
        var fields = FieldsOf(arguments);
        if (fields.FirstOrDefault(field => field.Value is JsonArray) is { Value: not null } refused)
        {
            throw new CommandException("invalid_option", $"The list {refused.Key} is given by a flag, and {path} is a specification.", "Write it into the specification.");
        }

        return Of(arguments, new SpecSource.OfFile(path), fields);
    }

    /// <summary>A run of inputs, or of a file that holds them.</summary>
    private WantedRun OfInputs(ParseResult arguments, JsonNode? inputs)
    {
        var fields = FieldsOf(arguments);
        var document = new JsonObject { ["pipeline"] = _pipeline };
        if (inputs is not null) document[_inputField] = inputs;
        foreach (var list in fields.Where(field => field.Value is JsonArray).ToList())
        {
            fields.Remove(list.Key);
            document[list.Key] = list.Value;
        }

        var spec = new SpecSource.OfJson("command line", JsonSerializer.SerializeToUtf8Bytes(document)) { Folder = Environment.CurrentDirectory };
        return Of(arguments, spec, fields);
    }

    private WantedRun Of(ParseResult arguments, SpecSource spec, JsonObject fields) => new(spec)
    {
        Overrides = fields.ToDictionary(field => field.Key, field => Text(field.Value!)),
        Items = arguments.GetValue(_range),
        Seed = fields["seed"]?.GetValue<int?>(),
        IsNew = arguments.GetValue(_isNew),
        IsDaily = arguments.GetValue(_isDaily),
        ForkOf = arguments.GetValue(_fork),
        RerunFrom = arguments.GetValue(_from),
    };

    /// <summary>The fields that flags were given for.</summary>
    private JsonObject FieldsOf(ParseResult arguments)
    {
        var fields = new JsonObject();
        foreach (var (_, field, read) in _fields)
        {
            if (read(arguments) is { } value) fields[field] = value;
        }

        if (arguments.GetValue(_noBatch)) fields["batchSize"] = 1;
        else if (arguments.GetValue(_batchSize) is { } size) fields["batchSize"] = size;
        return fields;
    }

    private static string Text(JsonNode value) =>
        value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : Convert.ToString(value.ToJsonString(), CultureInfo.InvariantCulture)!;
}
