using System.Text.Json;
using FunctionsPipeline.Cli.Output;
using FunctionsPipeline.Pipelines.Input;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace FunctionsPipeline.Cli.Configuration;

/// <summary>A file that holds settings: <c>.env</c> style or YAML.</summary>
internal sealed class SettingsFile
{
    private readonly Func<SettingDefinition, string?> _find;

    private SettingsFile(string path, Func<SettingDefinition, string?> find) => (Path, _find) = (path, find);

    public string Path { get; }

    public string? Find(SettingDefinition definition) => _find(definition);

    /// <summary>Reads <c>NAME=value</c> lines; blank lines, <c>#</c> comments, <c>export</c> and quotes are understood.</summary>
    /// <exception cref="CommandException">A line is none of these.</exception>
    public static SettingsFile? ReadEnvironmentFile(string path, bool mustExist)
    {
        if (!File.Exists(path)) return mustExist ? throw NotFound(path) : null;

        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        var number = 0;
        foreach (var raw in File.ReadLines(path))
        {
            number++;
            var line = raw.Trim();
            if (line.Length == 0 || line[0] == '#') continue;
            if (line.StartsWith("export ", StringComparison.Ordinal)) line = line[7..].TrimStart();
            var equals = line.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0) throw new CommandException("invalid_env_file", $"{path}:{number}: a line reads NAME=value; this one has no name or no '='.");
            values[line[..equals].TrimEnd()] = Unquote(line[(equals + 1)..].Trim());
        }

        return new SettingsFile(path, definition => definition.EnvironmentNames.Select(name => values.GetValueOrDefault(name)).FirstOrDefault(value => value is { Length: > 0 }));
    }

    /// <summary>Reads what <c>dotnet user-secrets set NAME value --id functionspipeline</c> keeps outside of every project folder.</summary>
    /// <exception cref="CommandException">The file is not an object of names and texts. Its values are never shown.</exception>
    public static SettingsFile? ReadUserSecrets(string path)
    {
        if (!File.Exists(path)) return null;
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllText(path));
            var values = document.RootElement.EnumerateObject()
                .Where(member => member.Value.ValueKind == JsonValueKind.String)
                .ToDictionary(member => member.Name, member => member.Value.GetString()!, StringComparer.Ordinal);
            return new SettingsFile("user secrets", definition => definition.EnvironmentNames.Select(name => values.GetValueOrDefault(name)).FirstOrDefault(value => value is { Length: > 0 }));
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or ArgumentException)
        {
            throw new CommandException("invalid_user_secrets", $"{path} is not a JSON object with each name once.", "Set keys with: dotnet user-secrets set NAME value --id functionspipeline");
        }
    }

    /// <summary>Where <c>dotnet user-secrets</c> keeps the secrets of this program.</summary>
    public static string UserSecretsPath()
    {
        const string Id = "functionspipeline";
        return OperatingSystem.IsWindows()
            ? System.IO.Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.ApplicationData), "Microsoft", "UserSecrets", Id, "secrets.json")
            : System.IO.Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".microsoft", "usersecrets", Id, "secrets.json");
    }

    /// <summary>Reads a YAML mapping of setting names. Unknown names are refused with a suggestion, secrets are refused always.</summary>
    /// <exception cref="CommandException">The file is not such a mapping.</exception>
    public static SettingsFile? ReadYaml(string path, bool mustExist)
    {
        if (!File.Exists(path)) return mustExist ? throw NotFound(path) : null;

        var stream = new YamlStream();
        try
        {
            using var reader = File.OpenText(path);
            stream.Load(reader);
        }
        catch (YamlException exception)
        {
            throw new CommandException("invalid_config", $"{path}:{exception.Start.Line}: {exception.Message}", inner: exception);
        }

        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        if (stream.Documents.Count > 0)
        {
            if (stream.Documents[0].RootNode is not YamlMappingNode mapping)
            {
                throw new CommandException("invalid_config", $"{path}: the file must hold one 'name: value' a line.");
            }

            foreach (var (key, value) in mapping.Children)
            {
                var name = key as YamlScalarNode
                    ?? throw new CommandException("invalid_config", $"{path}:{key.Start.Line}: the name of a setting must be a word.");
                Add(path, values, name, value);
            }
        }

        return new SettingsFile(path, definition => values.GetValueOrDefault(definition.Name));
    }

    private static void Add(string path, Dictionary<string, string> values, YamlScalarNode key, YamlNode value)
    {
        var name = key.Value ?? "";
        var definition = SettingDefinitions.All.FirstOrDefault(setting => setting.Name == name)
            ?? throw new CommandException(
                "unknown_setting",
                $"{path}:{key.Start.Line}: there is no setting '{name}'; did you mean '{Closest(name)}'?");
        if (definition.IsSecret)
        {
            throw new CommandException(
                "secret_in_file", $"{path}:{key.Start.Line}: '{name}' is a key and belongs into the environment ({definition.EnvironmentNames[0]}) or .env, not into this file.");
        }

        if (value is not YamlScalarNode { Value: not null } scalar)
        {
            throw new CommandException("invalid_config", $"{path}:{key.Start.Line}: '{name}' takes one value.");
        }

        values[name] = scalar.Value;
    }

    private static CommandException NotFound(string path) => new("file_not_found", $"{path} does not exist.");

    private static string Closest(string name) =>
        FunctionsPipeline.Pipelines.Input.Suggestion.Closest(name, SettingDefinitions.All.Select(setting => setting.Name)) ?? "config show";

    private static string Unquote(string value) =>
        value.Length >= 2 && value[0] is '"' or '\'' && value[^1] == value[0] ? value[1..^1] : value;
}
