namespace FunctionsPipeline.Simulator.Stories;

/// <summary>A story that sources tell.</summary>
/// <param name="Title">Title.</param>
/// <param name="Paragraphs">Plain text.</param>
/// <param name="Author">Who told it.</param>
internal sealed record ToldStory(string Title, IReadOnlyList<string> Paragraphs, string Author);

/// <summary>Old fables in words of our own: real little stories, with people who talk.</summary>
internal static class TaleBook
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<ToldStory> All { get; } =
    [
        new("The Crow and the Pitcher",
        [
            "It had not rained for three months, and the stream behind the farm was dust. A crow, half dead from thirst, found an old pitcher in the yard. There was a little water at the bottom, but the neck was narrow and her beak was too short.",
            "She pushed the pitcher with all her strength. It did not move.",
            "\"If I break it, the water is gone too,\" said the crow.",
            "A hen laughed at her from the fence. \"Give up,\" said the hen. \"Nobody drinks from that pitcher.\"",
            "Then the crow saw a pebble. She dropped it into the pitcher, and then another, and then another. With every stone the water rose a little. By noon it stood at the very brim.",
            "The crow drank until she was no longer thirsty. \"It was never about strength,\" said the crow.",
        ], "aesop_fan"),
        new("The Lion and the Mouse",
        [
            "A lion slept in the shade of a tree, and nobody dared to wake him. A mouse ran over his paw in the dark grass, and the lion caught her.",
            "\"You are hardly a bite,\" said the lion.",
            "The mouse trembled. \"Let me go, and one day I will save your life,\" said the mouse.",
            "The lion laughed so loudly that the birds flew up. Nothing so small had ever made him laugh. He opened his paw.",
            "Winter came, and hunters came with it. They hung a net between two trees, and the lion ran into it at night. He roared until the forest shook, but the ropes only grew tighter.",
            "The mouse heard him and knew his voice. She said nothing. She gnawed at one rope, and then at the next, until her teeth bled. At dawn the net fell open.",
            "\"You laughed at me,\" said the mouse.",
            "\"Never again,\" said the lion. From that day on he looked before he put down his paw.",
        ], "savanna"),
        new("The Town Mouse and her sister",
        [
            "A mouse lived alone in a barn and ate dry corn all winter. One evening her sister came from the town in a fine coat of fur.",
            "\"You call this a life?\" asked the sister. \"Come with me and eat cheese.\"",
            "So the mouse went along the dark road to the town. On the table of a great house stood cheese and bread and cold meat. She had never seen so much food in her life.",
            "Suddenly the door flew open, and a cat sprang upon the table. The mouse ran between the cups and lost half her tail under the door.",
            "\"That is only the cat,\" said the sister. \"One gets used to it.\"",
            "The mouse put on her old scarf. \"I would rather eat corn in peace than cheese in fear,\" said the mouse.",
            "She was home before the sun rose, and the corn had never tasted so good.",
        ], "barnyard"),
        new("The Woodcutter's Axe",
        [
            "A poor woodcutter dropped his only axe into a deep river. Without it his children would have no bread, and he sat down on the shore and wept.",
            "An old woman rose from the water. She held up an axe of gold.",
            "\"Is this the one you lost?\" asked the woman.",
            "\"No,\" said the woodcutter. \"Mine was of iron, and the handle was broken.\"",
            "She dived again and brought one of silver. He shook his head. The third time she brought the old iron axe, and he laughed for joy.",
            "\"You could have had gold,\" said the woman. \"Take all three, because you never lied.\"",
            "His neighbour heard of it and threw his own axe into the river that same night. When the woman showed him the gold, he cried that it was his. She sank without a word. The river kept the gold, and it kept his axe as well.",
        ], "riverbank"),
        new("My grandfather kept a lighthouse for forty years",
        [
            "My grandfather kept a lighthouse on a small island for forty years and never once missed a night. When I was nine he let me light the lamp.",
            "That winter the supply boat did not come for five weeks. We ate beans, and then we ate less. One night the oil ran out.",
            "\"A dark lamp is worse than no lamp,\" said my grandfather. \"Somebody is out there.\"",
            "He took the chairs apart and burned them one after another in the lamp room. At dawn a fishing boat came in through the rocks.",
            "\"We steered by your light,\" said the captain. \"It flickered like a candle.\"",
            "He never told anybody about the chairs. I found the bill for new ones after he died.",
        ], "islander"),
        new("The Shepherd who cried wolf",
        [
            "A boy watched the sheep above the village, and nothing ever happened there. One hot morning he ran down the hill and shouted.",
            "\"Wolf! The wolf is in the flock!\" cried the boy.",
            "The whole village came with forks and sticks. There was no wolf, and the boy laughed until he cried. The next day he did it again, and again they came.",
            "\"One day nobody will come,\" said an old farmer.",
            "That same evening a grey shape slipped out of the dark forest. The boy ran to the village and screamed at every door.",
            "Nobody opened. They had heard it all before.",
            "In the morning there were no sheep left on the hill. \"I told the truth this time,\" said the boy.",
            "\"Yes,\" said the farmer. \"That is the price of the other times.\"",
        ], "hillside"),
    ];
}
