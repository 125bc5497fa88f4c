using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace FunctionsPipeline.Pipelines.Input;

/// <summary>
/// YamlDotNet's parser, except that everything it says about malformed text is a <see cref="YamlException"/> with a place.
/// </summary>
internal sealed class CheckedYamlParser : IParser
{
    private readonly Scanner _scanner;
    private readonly Parser _parser;

    public CheckedYamlParser(TextReader text)
    {
        _scanner = new Scanner(text);
        _parser = new Parser(_scanner);
    }

    public ParsingEvent? Current => _parser.Current;

    public bool MoveNext()
    {
        try
        {
            return _parser.MoveNext();
        }
        catch (Exception exception) when (exception is InvalidOperationException or ArgumentOutOfRangeException)
        {
            // The scanner gives these for a ':' inside a flow list and for escapes that are no characters.
            var here = _scanner.CurrentPosition;
            throw new YamlException(here, here, "a bracket is not closed, or an escape is not a character", exception);
        }
    }
}
