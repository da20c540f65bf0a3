Console.WriteLine("patella");
